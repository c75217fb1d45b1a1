import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ColumnMapping } from './column-mapping.ts';
import { type ColumnMap, mapColumns } from './map-columns.ts';
import { missingColumns } from './needed-columns.ts';
import { openRegister } from './open-register.ts';
import type { FileReading } from './purchase-reading.ts';
import { createFileReading, readPurchases } from './read-purchases.ts';
import type { Register } from './register.ts';

export interface RowProblem {
  /** 1-based, as the source shows it. */
  readonly rowNumber: number;
  readonly message: string;
}

/** What a purchase register is and how it would be read. */
export interface PurchaseInspection extends FileReading {
  /** Columns that are needed and missing, with the headers that would be taken for them. Empty when the file can be read. */
  readonly missing: readonly string[];
  readonly documents: number;
  /** The first problems, in file order. */
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly string[];
}

export interface InspectOptions {
  readonly mapping?: ColumnMapping;
  readonly ownGstin?: string;
  /** How many problems to list. Default 10. */
  readonly maxProblems?: number;
}

const unread = (register: Register, map: ColumnMap, missing: readonly string[]): PurchaseInspection => ({
  ...createFileReading({ register, map }, 0, 0),
  documents: 0,
  problems: [],
  warnings: map.warnings,
  missing,
});

// A registration that no supplier can have; it only fills in where the register names none, and never leaves here.
const PLACEHOLDER_GSTIN = '27AAACA1111A1ZS';
const NO_OWN_GSTIN = 'The register does not say which registration bought; name it with --gstin.';

const namesOwn = (map: ColumnMap, { ownGstin, mapping }: InspectOptions): boolean =>
  map.byField.has('myGstin') || ownGstin !== undefined || mapping?.ownGstin !== undefined;

const ownGstinOf = (map: ColumnMap, options: InspectOptions): { ownGstin?: string } => {
  if (options.ownGstin !== undefined) return { ownGstin: options.ownGstin };
  return namesOwn(map, options) ? {} : { ownGstin: PLACEHOLDER_GSTIN };
};

/**
 * Reads a purchase register without keeping anything: what it is, how its columns map, what is missing, how many lines
 * and documents it holds, and its first problems.
 * @throws InputRefused when the file cannot be read at all
 */
export const inspectPurchase = async (path: string, options: InspectOptions = {}): Promise<PurchaseInspection> => {
  const register = await openRegister(path, options.mapping);
  const map = mapColumns(path, register.titles, options.mapping);
  const missing = missingColumns(map);
  if (missing.length > 0) return unread(register, map, missing);
  const tempFolder = await mkdtemp(join(tmpdir(), 'milaan-inspect-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reading = await readPurchases(connection, {
      files: [path],
      tempFolder,
      ...ownGstinOf(map, options),
      ...(options.mapping ? { mapping: options.mapping } : {}),
    });
    const rows = await connection.runAndReadAll(
      `SELECT row_no, error_message FROM rejected_row ORDER BY row_no LIMIT ${Math.max(0, Math.trunc(options.maxProblems ?? 10))}`,
    );
    const [file] = reading.files;
    if (file === undefined) return unread(register, map, missing);
    return {
      ...file,
      missing,
      documents: reading.documents,
      problems: rows
        .getRows()
        .map(([rowNumber, message]) => ({ rowNumber: Number(rowNumber), message: String(message) })),
      warnings: namesOwn(map, options) ? reading.warnings : [...reading.warnings, NO_OWN_GSTIN],
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(tempFolder, { recursive: true, force: true });
  }
};
