import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parseGstin } from '@milaan/gst';
import { InputRefused } from '../input-refused.ts';
import { buildBooks } from './build-books.ts';
import { checkedLinesSql } from './checked-lines.ts';
import { amountColumnsOf, createLineTable, fieldsOf, ROW_STATE } from './line-table.ts';
import { type LoadedRegister, type MappedRegister, RegisterLoader } from './load-register.ts';
import { mapColumns } from './map-columns.ts';
import { missingColumns } from './needed-columns.ts';
import { openRegister } from './open-register.ts';
import { prepareLookups, type RegisterFacts, settleOddAmounts } from './prepare-lookups.ts';
import type { FileReading, PurchaseReading, PurchaseReadOptions } from './purchase-reading.ts';
import { collectRejectedRows, createRejectedTables, type RejectedSource } from './rejected-rows.ts';
import { checkTotals } from './total-rows.ts';

/** Refuses a register that lacks a column it cannot do without. */
const refuseMissing = ({ register, map }: MappedRegister, ownGstin: string | undefined): void => {
  const missing = missingColumns(map);
  if (missing.length > 0)
    throw new InputRefused(
      'COLUMN_MISSING',
      register.file,
      `The register has no column for ${missing.join('; nor for ')}.`,
      {
        hint: 'If a column has another name, say so with --mapping FILE.',
      },
    );
  if (!map.byField.has('myGstin') && ownGstin === undefined)
    throw new InputRefused('OWN_GSTIN_MISSING', register.file, 'The register does not say which registration bought.', {
      hint: 'Name it with --gstin.',
    });
};

const openAll = async (options: PurchaseReadOptions, ownGstin: string | undefined): Promise<MappedRegister[]> => {
  const opened: MappedRegister[] = [];
  const seen = new Set<string>();
  for (const file of options.files) {
    // A file named twice is one file.
    if (seen.has(resolve(file))) continue;
    seen.add(resolve(file));
    const register = await openRegister(file, options.mapping);
    const mapped = { register, map: mapColumns(file, register.titles, options.mapping) };
    refuseMissing(mapped, ownGstin);
    opened.push(mapped);
  }
  return opened;
};

/** `line_id` of the first line of each register, and the end. */
const lineStarts = (loaded: readonly LoadedRegister[]): number[] => {
  const starts = [0];
  for (const { rows } of loaded) starts.push((starts.at(-1) ?? 0) + rows);
  return starts;
};

const countsByFile = async (connection: DuckDBConnection, sql: string): Promise<Map<number, number>> => {
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return new Map(rows.map(([fileNo, count]) => [Number(fileNo), Number(count)]));
};

/**
 * Reads purchase registers (CSV, XLSX, JSON) into the table `books` (`DOCUMENT_COLUMNS`): lines are checked and summed to
 * documents. Rows that cannot be taken are in the table `rejected_row`, each with all of its problems; the good ones go on.
 *
 * @throws InputRefused when a file cannot be read at all; the tables are then not to be used.
 */
export const readPurchases = async (
  connection: DuckDBConnection,
  options: PurchaseReadOptions,
): Promise<PurchaseReading> => {
  const stated = options.mapping?.ownGstin ?? options.ownGstin;
  const own = stated === undefined ? null : parseGstin(stated);
  if (own?.ok === false)
    throw new InputRefused(
      'OWN_GSTIN_MISSING',
      options.files[0] ?? '',
      `The own GSTIN ${JSON.stringify(stated)} is none. ${own.reason}`,
    );
  const ownGstin = own?.ok ? own.gstin : undefined;
  const opened = await openAll(options, ownGstin);
  const loader = new RegisterLoader(
    connection,
    options,
    opened.reduce((sum, { register }) => sum + register.bytes, 0),
  );
  // Rows are found again by their place in the file, so they must stay in order.
  const order = (
    await connection.runAndReadAll("SELECT current_setting('preserve_insertion_order')")
  ).getRows()[0]?.[0];
  await connection.run('SET preserve_insertion_order = true');
  const onAbort = (): void => connection.interrupt();
  options.signal?.addEventListener('abort', onAbort);
  try {
    await createLineTable(
      connection,
      opened.map(({ map }) => map),
    );
    const loaded: LoadedRegister[] = [];
    for (const [fileNo, mapped] of opened.entries()) loaded.push(await loader.load(mapped, fileNo));
    return await finishReading(connection, options, loaded, ownGstin);
  } catch (error) {
    // An interrupted query fails with words of its own; the caller asked for the abort.
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    await connection.run(`SET preserve_insertion_order = ${order !== false}`);
    await dropTables(connection);
    await Promise.all(loader.made.map((path) => rm(path, { force: true })));
  }
};

const finishReading = async (
  connection: DuckDBConnection,
  options: PurchaseReadOptions,
  loaded: readonly LoadedRegister[],
  ownGstin: string | undefined,
): Promise<PurchaseReading> => {
  const facts = loaded.map(
    ({ map }, fileNo): RegisterFacts => ({
      fileNo,
      kind: map.kind,
      ownGstin: ownGstin ?? null,
      dateFormat: options.mapping?.dateFormat,
    }),
  );
  for (const [fileNo, { map }] of loaded.entries())
    await settleOddAmounts(
      connection,
      fileNo,
      amountColumnsOf(map).map(({ field }) => field),
    );
  const fields = new Set(fieldsOf(loaded.map(({ map }) => map)));
  const warnings = [...loaded.flatMap(({ map }) => map.warnings), ...(await prepareLookups(connection, fields, facts))];
  options.signal?.throwIfAborted();
  warnings.push(...(await buildBooks(connection, fields, (where) => checkedLinesSql(fields, facts, where))));
  warnings.push(
    ...(await checkTotals(
      connection,
      loaded.map(({ register, map }) => ({ file: register.file, map })),
    )),
  );
  await createRejectedTables(connection);
  const starts = lineStarts(loaded);
  const sources = loaded.map(
    ({ register, map, source, brokenPath }, fileNo): RejectedSource => ({
      file: register.file,
      fileNo,
      map,
      source,
      brokenPath,
      firstLine: starts[fileNo] ?? 0,
      endLine: starts[fileNo + 1] ?? 0,
    }),
  );
  const rejected = await collectRejectedRows(connection, sources);
  const lines = await countsByFile(
    connection,
    `SELECT file_no, count(*) FROM purchase_line WHERE row_state = ${ROW_STATE.LINE} GROUP BY 1`,
  );
  const files = loaded.map((one, fileNo) =>
    createFileReading(one, (lines.get(fileNo) ?? 0) + one.brokenRows, rejected.get(fileNo) ?? 0),
  );
  const documents = await countsByFile(connection, 'SELECT 0, count(*) FROM books');
  return {
    files,
    lines: files.reduce((sum, file) => sum + file.lines, 0),
    documents: documents.get(0) ?? 0,
    rejectedRows: [...rejected.values()].reduce((sum, count) => sum + count, 0),
    warnings,
  };
};

/** What is told of a register that was opened. */
export const createFileReading = (
  { register, map }: MappedRegister,
  lines: number,
  rejectedLines: number,
): FileReading => ({
  path: register.file,
  kind: map.kind,
  format: register.format,
  encoding: register.encoding,
  delimiter: register.delimiter,
  sheet: register.sheet,
  headerRow: register.headerRow,
  columns: map.columns,
  lines,
  rejectedLines,
});

const TABLES = [
  'line',
  'gstin',
  'date',
  'state',
  'period',
  'note',
  'claim',
  'import',
  'supply',
  'yes_no',
  'kind',
  'amount',
  'bad',
];

const dropTables = async (connection: DuckDBConnection): Promise<void> => {
  for (const table of TABLES) await connection.run(`DROP TABLE IF EXISTS purchase_${table}`);
};
