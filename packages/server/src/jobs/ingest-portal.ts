import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { InputRefused, type PortalReading, readPortal } from '@milaan/formats';
import type { Ingested } from './ingest-register.ts';
import type { JobContext } from './job-context.ts';
import type { IngestFileInput, RegistrationStats, WrittenSegment } from './job-contracts.ts';
import { NO_DOCUMENTS, readSegmentFacts, writeSegmentFile } from './segment-file.ts';
import { sqlText } from './sql-text.ts';

/** The words in which `readPortal` says that it left something out. */
const IS_2A = /^it is a GSTR-2A/;
const IS_FOREIGN = /not among the registrations/;
const IS_NOT_PORTAL = /neither JSON nor an Excel workbook|a workbook, but not one of the portal/;
const REGISTER_NAME = /\.(?:csv|tsv|xlsx|xlsm|xls)$/i;

export interface IngestedPortal extends Ingested {
  /** Returns that were left out because they belong to other registrations; each has a row in `rejected_row`. */
  readonly foreign: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Reads a GSTR-2B, GSTR-2A or a ZIP of several, of both kinds: a segment for each return. Documents that could not be
 * taken are in the table `rejected_row` of the connection.
 * @throws InputRefused
 */
export async function ingestPortal(
  connection: DuckDBConnection,
  input: IngestFileInput,
  tempFolder: string,
  context: JobContext,
): Promise<IngestedPortal> {
  const read = (type?: '2a') => readStatements(connection, input, tempFolder, context, type);
  const first = await read();
  refuseRegisters(first, input.path);
  const segments = await writeReturns(connection, first, input.outFolder, 0);
  const readings = [first];
  // One reading takes one kind of statement; a ZIP may hold both.
  if (first.ignoredFiles.some(({ reason }) => IS_2A.test(reason))) {
    const second = await read('2a');
    segments.push(...(await writeReturns(connection, second, input.outFolder, segments.length)));
    readings.push(second);
  }
  const ignored = first.ignoredFiles.filter(({ reason }) => !IS_2A.test(reason));
  const foreign = ignored.filter(({ reason }) => IS_FOREIGN.test(reason));
  return {
    segments,
    stats: await countDocuments(connection, segments, readings),
    warnings: [
      ...readings.flatMap(({ warnings }) => warnings),
      ...readings.flatMap(controlWarnings),
      ...ignored
        .filter((file) => !foreign.includes(file))
        .map(({ path, reason }) => `${path} was left out: ${reason}.`),
    ],
    foreign,
  };
}

async function readStatements(
  connection: DuckDBConnection,
  { path, gstins, pan }: IngestFileInput,
  tempFolder: string,
  { signal, onProgress }: JobContext,
  type: '2a' | undefined,
): Promise<PortalReading> {
  try {
    return await readPortal(connection, {
      inputs: [path],
      gstins: gstins ?? [],
      ...(pan === null ? {} : { pan }),
      ...(type === undefined ? {} : { type }),
      // A run may want the older period alone: which one counts is decided when they are read.
      keepsEveryPeriod: true,
      tempFolder,
      signal,
      onProgress: ({ bytes, totalBytes }) =>
        onProgress({ stage: 'read', done: bytes, total: totalBytes, unit: 'bytes' }),
    });
  } catch (error) {
    if (!(error instanceof InputRefused) || error.code !== 'PORTAL_INCOMPLETE') throw error;
    throw new InputRefused(error.code, error.file, error.message, {
      hint: 'Put all pages of the return into one ZIP and upload that: without the missing ones their invoices would look like defaults of the suppliers.',
    });
  }
}

/** A register that lies among portal files would be passed over; its bills must not be lost so. */
function refuseRegisters({ ignoredFiles }: PortalReading, file: string): void {
  const register = ignoredFiles.find(({ path, reason }) => IS_NOT_PORTAL.test(reason) && REGISTER_NAME.test(path));
  if (register === undefined) return;
  throw new InputRefused(
    'REGISTER_IN_ARCHIVE',
    file,
    `${file} holds portal files, and with them ${register.path}, which is none.`,
    { hint: 'Upload purchase registers on their own, not in a ZIP.' },
  );
}

async function writeReturns(
  connection: DuckDBConnection,
  { returns }: PortalReading,
  outFolder: string,
  written: number,
): Promise<WrittenSegment[]> {
  const facts = await readSegmentFacts(connection, 'portal', ['own_gstin', 'return_period']);
  const segments: WrittenSegment[] = [];
  for (const [index, { gstin, period, type, generatedOn }] of returns.entries()) {
    const path = join(outFolder, `portal-${written + index}.parquet`);
    const isOne = `own_gstin = ${sqlText(gstin)} AND return_period = ${sqlText(period)}`;
    await writeSegmentFile(connection, 'portal', returns.length === 1 ? 'true' : isOne, path);
    // A return without documents is one of its period all the same: it is listed and deleted by it.
    const factsOfOne = facts.get(`${gstin}|${period}`) ?? { ...NO_DOCUMENTS, firstPeriod: period, lastPeriod: period };
    segments.push({ path, side: type, ownGstin: gstin, returnPeriod: period, generatedOn, ...factsOfOne });
  }
  return segments;
}

const controlWarnings = ({ controlTotals }: PortalReading): string[] =>
  controlTotals.length === 0
    ? []
    : [`The portal's own totals differ from its documents in ${controlTotals.length} places.`];

async function countDocuments(
  connection: DuckDBConnection,
  segments: readonly WrittenSegment[],
  readings: readonly PortalReading[],
): Promise<RegistrationStats[]> {
  const gstinOf = new Map(readings.flatMap(({ files }) => files.map(({ path, gstin }) => [path, gstin] as const)));
  const invalid = new Map<string, number>();
  if (readings.some(({ rejectedRows }) => rejectedRows > 0)) {
    const reader = await connection.runAndReadAll('SELECT file, count(*) FROM rejected_row GROUP BY 1');
    for (const [file, rows] of reader.getRowsJson()) {
      const gstin = gstinOf.get(String(file));
      if (gstin !== undefined) invalid.set(gstin, (invalid.get(gstin) ?? 0) + Number(rows));
    }
  }
  const gstins = [...new Set(segments.map(({ ownGstin }) => ownGstin))].sort();
  return gstins.map((gstin) => {
    const documents = segments
      .filter(({ ownGstin }) => ownGstin === gstin)
      .reduce((sum, segment) => sum + segment.documents, 0);
    return { gstin, totalDocumentCount: documents, validRows: documents, invalidRows: invalid.get(gstin) ?? 0 };
  });
}
