import { randomUUID } from 'node:crypto';
import { copyFile, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parseGstin } from '@milaan/gst';
import { InputRefused } from '../input-refused.ts';
import { buildBooks } from './build-books.ts';
import { checkedLinesSql } from './checked-lines.ts';
import { writeCleanCsv } from './clean-csv.ts';
import { amountColumnsOf, type CsvSource, createLineTable, fieldsOf, insertLines, ROW_STATE } from './line-table.ts';
import { type ColumnMap, mapColumns, missingColumns } from './map-columns.ts';
import { openRegister, type Register } from './open-register.ts';
import { prepareLookups, type RegisterFacts, settleOddAmounts } from './prepare-lookups.ts';
import type { FileReading, PurchaseReading, PurchaseReadOptions } from './purchase-reading.ts';
import { collectRejectedRows, createRejectedTables, type RejectedSource } from './rejected-rows.ts';
import { checkTotals } from './total-rows.ts';

interface MappedRegister {
  readonly register: Register;
  readonly map: ColumnMap;
}

interface LoadedRegister extends MappedRegister {
  readonly source: CsvSource;
  readonly brokenPath: string | null;
  readonly brokenRows: number;
  readonly rows: number;
}

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

/** DuckDB takes a path for a pattern when it holds these. */
const PATTERN = /[*?[\]{}]/;

const plainPath = async (path: string, tempFolder: string, made: string[]): Promise<string> => {
  const absolute = resolve(path);
  if (!PATTERN.test(absolute)) return absolute;
  const alias = join(tempFolder, `${randomUUID()}.csv`);
  made.push(alias);
  try {
    await symlink(absolute, alias);
  } catch {
    await copyFile(absolute, alias);
  }
  return alias;
};

/** Reads registers into `purchase_line`, one after the other. */
class Loader {
  /** Files to remove at the end. */
  readonly made: string[] = [];
  readonly #connection: DuckDBConnection;
  readonly #options: PurchaseReadOptions;
  readonly #totalBytes: number;
  #rows = 0;
  #bytes = 0;

  constructor(connection: DuckDBConnection, options: PurchaseReadOptions, totalBytes: number) {
    this.#connection = connection;
    this.#options = options;
    this.#totalBytes = totalBytes;
  }

  async load(mapped: MappedRegister, fileNo: number): Promise<LoadedRegister> {
    const { register, map } = mapped;
    const plain =
      register.plainCsv === null ? null : await this.#loadPlain(register.plainCsv.delimiter, mapped, fileNo);
    if (plain !== null) return this.#done(plain);
    const path = join(this.#options.tempFolder, `${randomUUID()}.csv`);
    const brokenPath = `${path}.broken`;
    this.made.push(path, brokenPath);
    const report = (rows: number, bytes: number): void => this.#report(this.#rows + rows, this.#bytes + bytes);
    const clean = await writeCleanCsv(register, path, brokenPath, report, this.#options.signal);
    const source: CsvSource = { path, delimiter: ',', skip: 0, hasRowNumbers: true };
    const rows = clean.rows === 0 ? 0 : await insertLines(this.#connection, fileNo, source, map);
    return this.#done({
      ...mapped,
      source,
      brokenPath: clean.brokenRows > 0 ? brokenPath : null,
      brokenRows: clean.brokenRows,
      rows,
    });
  }

  /** The fast way: DuckDB reads the file as it is. Null when the file is not as regular as that takes. */
  async #loadPlain(delimiter: string, mapped: MappedRegister, fileNo: number): Promise<LoadedRegister | null> {
    const path = await plainPath(mapped.register.file, this.#options.tempFolder, this.made);
    const source: CsvSource = { path, delimiter, skip: mapped.register.headerRow, hasRowNumbers: false };
    try {
      const rows = await insertLines(this.#connection, fileNo, source, mapped.map);
      return { ...mapped, source, brokenPath: null, brokenRows: 0, rows };
    } catch (error) {
      // Rows of other widths, stray quotes, another encoding: the careful way names each of them.
      if (error instanceof Error && /CSV|Parameter Not Allowed|Invalid Input|unicode|utf-8/i.test(error.message))
        return null;
      throw error;
    }
  }

  #done(loaded: LoadedRegister): LoadedRegister {
    this.#rows += loaded.rows;
    this.#bytes += loaded.register.bytes;
    this.#report(this.#rows, this.#bytes);
    this.#options.signal?.throwIfAborted();
    return loaded;
  }

  #report(rows: number, bytes: number): void {
    this.#options.onProgress?.({
      stage: 'purchases',
      rows,
      bytes: Math.min(bytes, this.#totalBytes),
      totalBytes: this.#totalBytes,
    });
  }
}

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
  const loader = new Loader(
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
  warnings.push(...(await buildBooks(connection, fields, checkedLinesSql(fields, facts))));
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

const createFileReading = ({ register, map }: MappedRegister, lines: number, rejectedLines: number): FileReading => ({
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
