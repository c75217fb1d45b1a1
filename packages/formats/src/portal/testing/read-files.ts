import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { PortalReading, PortalReadOptions } from '../portal-reading.ts';
import { readPortal } from '../read-portal.ts';

export type PortalRow = Readonly<Record<string, unknown>>;

export interface ReadFiles {
  readonly reading: PortalReading;
  /** Rows of `portal` by document_id, without their nulls. */
  readonly rows: PortalRow[];
  readonly rejected: PortalRow[];
}

/** A made-up file of the portal, by the end of its name. */
export const sample = (name: string): Buffer => readFileSync(new URL(`../samples/gst-syn-${name}`, import.meta.url));

export const column = (rows: readonly PortalRow[], name: string): unknown[] => rows.map((row) => row[name]);

/** JSON for anything but text and bytes. */
const bytesOf = (content: unknown): string | Buffer =>
  typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);

/**
 * Writes files into a folder of their own, reads them and gives back what came of it. Inputs are the files, each named
 * on its own, unless the test names others; paths are given and reported below the folder.
 */
export const readFiles = async (
  files: Readonly<Record<string, unknown>>,
  options: Partial<PortalReadOptions> = {},
): Promise<ReadFiles> => {
  const folder = mkdtempSync(join(tmpdir(), 'milaan-portal-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  try {
    const tempFolder = join(folder, 'temp');
    mkdirSync(tempFolder);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytesOf(content));
    }
    const connection = await instance.connect();
    const inputs = (options.inputs ?? Object.keys(files)).map((input) => join(folder, input));
    const reading = await readPortal(connection, { tempFolder, ...options, inputs });
    if (readdirSync(tempFolder).length > 0) throw new Error('The temporary folder is not empty.');
    const read = async (sql: string): Promise<PortalRow[]> =>
      (await connection.runAndReadAll(sql)).getRowObjectsJson().map(withoutNulls);
    const tables = (await read('SHOW TABLES')).map((row) => row.name);
    return JSON.parse(
      JSON.stringify({
        reading,
        rows: await read('SELECT * FROM portal ORDER BY document_id'),
        rejected: tables.includes('rejected_row') ? await read('SELECT * FROM rejected_row ORDER BY file, row') : [],
      }).replaceAll(JSON.stringify(`${folder}/`).slice(1, -1), ''),
    );
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
};

const withoutNulls = (row: Readonly<Record<string, unknown>>): PortalRow =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
