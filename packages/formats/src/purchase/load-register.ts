import { randomUUID } from 'node:crypto';
import { copyFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { writeCleanCsv } from './clean-csv.ts';
import { type CsvSource, insertLines } from './line-table.ts';
import type { ColumnMap } from './map-columns.ts';
import type { PurchaseReadOptions } from './purchase-reading.ts';
import type { Register } from './register.ts';

export interface MappedRegister {
  readonly register: Register;
  readonly map: ColumnMap;
}

export interface LoadedRegister extends MappedRegister {
  readonly source: CsvSource;
  readonly brokenPath: string | null;
  readonly brokenRows: number;
  readonly rows: number;
}

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
export class RegisterLoader {
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
