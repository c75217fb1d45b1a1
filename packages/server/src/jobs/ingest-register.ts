import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type PurchaseReading, readPurchases, rejectOtherRegistrations } from '@milaan/formats';
import { panOfGstin, parseGstin } from '@milaan/gst';
import type { JobContext } from './job-context.ts';
import type { IngestFileInput, RegistrationStats, WrittenSegment } from './job-contracts.ts';
import { readSegmentFacts, writeSegmentFile } from './segment-file.ts';
import { sqlText } from './sql-text.ts';

export interface Ingested {
  readonly segments: readonly WrittenSegment[];
  readonly stats: readonly RegistrationStats[];
  readonly warnings: readonly string[];
}

type Asked = Pick<IngestFileInput, 'gstins' | 'pan'>;

/** Whether a registration is one that was asked for. */
const createOwnTest =
  ({ gstins, pan }: Asked): ((gstin: string) => boolean) =>
  (gstin) =>
    gstins !== null && gstins.length > 0
      ? gstins.includes(gstin)
      : pan === null || panOfGstin(gstin) === pan || gstin.slice(2, 12) === pan;

/**
 * Reads a purchase register: a segment for each own registration, and the rows that could not be taken in the table
 * `rejected_row`.
 * @throws InputRefused
 */
export async function ingestRegister(
  connection: DuckDBConnection,
  input: IngestFileInput,
  tempFolder: string,
  context: JobContext,
): Promise<Ingested> {
  const ownGstin = input.ownGstin ?? (input.gstins?.length === 1 ? input.gstins[0] : undefined);
  const { path, mapping } = input;
  const reading = await readPurchases(connection, {
    files: [path],
    ...(mapping === undefined ? {} : { mapping }),
    ...(ownGstin === undefined ? {} : { ownGstin }),
    tempFolder,
    signal: context.signal,
    onProgress: ({ bytes, totalBytes }) =>
      context.onProgress({ stage: 'read', done: bytes, total: totalBytes, unit: 'bytes' }),
  });
  await rejectOtherRegistrations(connection, { file: path, mapping, isOwn: createOwnTest(input) });
  const segments = await writeSegments(connection, input.outFolder);
  return { segments, stats: await countRows(connection, reading, ownGstin ?? null), warnings: reading.warnings };
}

/** One segment for each own registration in `books`, named by its place among them. */
export async function writeSegments(connection: DuckDBConnection, outFolder: string): Promise<WrittenSegment[]> {
  const facts = await readSegmentFacts(connection, 'books', ['own_gstin']);
  const segments: WrittenSegment[] = [];
  for (const [ownGstin, factsOfOne] of facts) {
    const path = join(outFolder, `books-${segments.length}.parquet`);
    await writeSegmentFile(connection, 'books', facts.size === 1 ? 'true' : `own_gstin = ${sqlText(ownGstin)}`, path);
    segments.push({ path, side: 'BOOKS', ownGstin, returnPeriod: null, generatedOn: null, ...factsOfOne });
  }
  return segments;
}

/**
 * Lines taken and lines rejected for each own registration. A rejected line counts for the registration in its own cell,
 * else for the one that stands in; those of which neither can be read are told last, with no registration.
 */
async function countRows(
  connection: DuckDBConnection,
  { files }: PurchaseReading,
  ownGstin: string | null,
): Promise<RegistrationStats[]> {
  const counts = new Map<string | null, { documents: number; valid: number; invalid: number }>();
  const of = (gstin: string | null) => {
    const known = counts.get(gstin) ?? { documents: 0, valid: 0, invalid: 0 };
    counts.set(gstin, known);
    return known;
  };
  const taken = await connection.runAndReadAll('SELECT own_gstin, count(*), sum(line_count) FROM books GROUP BY 1');
  for (const [gstin, documents, lines] of taken.getRowsJson()) {
    of(String(gstin)).documents = Number(documents);
    of(String(gstin)).valid = Number(lines);
  }
  const column = files[0]?.columns.findIndex(({ mappedTo }) => mappedTo === 'myGstin') ?? -1;
  const cell = column < 0 ? "''" : `coalesce(cells[${column + 1}], '')`;
  const rejected = await connection.runAndReadAll(`SELECT ${cell}, count(*) FROM rejected_row GROUP BY 1`);
  for (const [text, rows] of rejected.getRowsJson()) {
    const parsed = parseGstin(String(text));
    const gstin = parsed.ok ? parsed.gstin : ownGstin;
    of(gstin).invalid += Number(rows);
  }
  return [...counts]
    .sort(([a], [b]) => (b === null || (a !== null && a < b) ? -1 : 1))
    .map(([gstin, { documents, valid, invalid }]) => ({
      gstin,
      totalDocumentCount: documents,
      validRows: valid,
      invalidRows: invalid,
    }));
}
