import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  createRejectedTables,
  InputRefused,
  PURCHASE_FIELD_NAMES,
  type PurchaseFieldName,
  type PurchaseReading,
  readPurchases,
} from '@milaan/formats';
import { writeSegments } from './ingest-register.ts';
import type { JobContext } from './job-context.ts';
import type { IngestLinesInput, IngestLinesOutput, LineFault } from './job-contracts.ts';
import { faultsOfMessage, findForeignLines, findLeftOut, findUnreadLines, registerRecords } from './line-faults.ts';
import { onDatabase } from './on-database.ts';

/** Members that every line needs; a line without one is read as if it were empty, and so refused by name. */
const NEEDED: readonly PurchaseFieldName[] = [
  'documentType',
  'documentNumber',
  'documentDate',
  'supplierGstin',
  'itemTaxableAmount',
];
const MOST_FAULTS = 100;
/** The reader of registers asks for half a gigabyte of buffers at once, of which a thousand lines touch little. */
const BUDGET = { threads: 2, memoryBytes: 1.2e9 };

/** Takes in purchase lines, all or none of them: one bad line refuses them all, and every fault is named. */
export async function ingestLines(input: IngestLinesInput, context: JobContext): Promise<IngestLinesOutput> {
  const foreign = findForeignLines(input);
  return onDatabase({ ...BUDGET, outFolder: input.outFolder }, context.signal, async ({ main }, tempFolder) => {
    const read = await readLines(main, input, tempFolder, context);
    const faults = [...foreign, ...read].sort((a, b) => a.line - b.line);
    if (faults.length > 0) return { accepted: false, faults: faults.slice(0, MOST_FAULTS), faultCount: faults.length };
    return accept(main, input);
  });
}

/** Reads the lines as a register of JSON into `books`; gives their faults. */
async function readLines(
  connection: DuckDBConnection,
  { lines, ownGstin }: IngestLinesInput,
  tempFolder: string,
  { signal }: JobContext,
): Promise<LineFault[]> {
  const path = join(tempFolder, 'lines.json');
  await writeFile(path, JSON.stringify(registerRecords(lines, ownGstin, NEEDED)));
  const members = new Set<string>([...NEEDED, 'myGstin', ...lines.flatMap((line) => Object.keys(line))]);
  const stated = PURCHASE_FIELD_NAMES.filter((field) => members.has(field));
  const mapping = { columns: new Map(stated.map((field) => [field, [field]])) };
  let reading: PurchaseReading;
  try {
    reading = await readPurchases(connection, { files: [path], mapping, tempFolder, signal });
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error;
    // No line by itself is at fault: too many members, or two that mean the same.
    await createRejectedTables(connection);
    return [{ line: 0, member: null, reason: error.message.replaceAll(path, 'The request') }];
  }
  const read = (reading.files[0]?.columns ?? []).flatMap(({ header, mappedTo }) =>
    mappedTo === null ? [] : [{ member: header.trim(), field: mappedTo }],
  );
  return [
    ...(await readFaults(connection, reading)),
    ...findLeftOut(lines, read),
    ...findUnreadLines(lines, reading.lines),
  ];
}

async function readFaults(connection: DuckDBConnection, { files }: PurchaseReading): Promise<LineFault[]> {
  const headers = (files[0]?.columns ?? []).flatMap(({ header, mappedTo }) =>
    mappedTo === null ? [] : [header.trim()],
  );
  const reader = await connection.runAndReadAll('SELECT row_no, error_message FROM rejected_row ORDER BY row_no');
  return reader
    .getRows()
    .flatMap(([row, message]) =>
      faultsOfMessage(String(message), headers).map((fault) => ({ line: Number(row) - 1, ...fault })),
    );
}

async function accept(connection: DuckDBConnection, input: IngestLinesInput): Promise<IngestLinesOutput> {
  const [segment] = await writeSegments(connection, input.outFolder);
  if (segment === undefined) throw new Error('lines were accepted, but no document was made of them');
  return {
    accepted: true,
    segment,
    stats: [
      {
        gstin: input.ownGstin,
        totalDocumentCount: segment.documents,
        validRows: input.lines.length,
        invalidRows: 0,
      },
    ],
  };
}
