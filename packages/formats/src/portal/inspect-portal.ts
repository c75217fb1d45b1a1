import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { InputRefused } from '../input-refused.ts';
import type { ControlDifference } from './control/control-total.ts';
import { isOtherKind } from './is-other-kind.ts';
import type { IgnoredFile } from './portal-part.ts';
import type { PortalFileReading, PortalReturnReading } from './portal-reading.ts';
import { readPortal } from './read-portal.ts';

/** Documents of one section and bucket. */
export interface PortalSectionCount {
  readonly section: string;
  readonly bucket: string;
  readonly documents: number;
  /** Rupees with two decimals; credit notes count negative. */
  readonly taxable: string;
  readonly tax: string;
}

/** What a portal file is. */
export interface PortalInspection {
  readonly path: string;
  readonly kind: 'GSTR_2B' | 'GSTR_2A';
  readonly files: readonly PortalFileReading[];
  readonly returns: readonly PortalReturnReading[];
  readonly sections: readonly PortalSectionCount[];
  readonly documents: number;
  readonly rejectedRows: number;
  /** The first documents that cannot be used. */
  readonly problems: readonly { readonly rowNumber: number; readonly message: string }[];
  readonly controlTotals: readonly ControlDifference[];
  readonly ignoredFiles: readonly IgnoredFile[];
  readonly warnings: readonly string[];
}

const MOST_PROBLEMS = 10;

/**
 * Says what a portal file (or folder, or ZIP) holds. Null when it is no portal data.
 * @throws InputRefused when it is portal data that cannot be read, as `readPortal` does
 */
export const inspectPortal = async (path: string): Promise<PortalInspection | null> => {
  const tempFolder = await mkdtemp(join(tmpdir(), 'milaan-inspect-'));
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    const { files, returns, documents, rejectedRows, controlTotals, ignoredFiles, warnings } = await readPortal(
      connection,
      { inputs: [path], tempFolder },
    );
    return {
      path,
      kind: files[0]?.kind ?? 'GSTR_2B',
      ...{ files, returns, documents, rejectedRows, controlTotals, ignoredFiles, warnings },
      sections: await countSections(connection),
      problems: rejectedRows > 0 ? await firstProblems(connection) : [],
    };
  } catch (error) {
    if (error instanceof InputRefused && isOtherKind(error)) return null;
    throw error;
  } finally {
    instance.closeSync();
    await rm(tempFolder, { recursive: true, force: true });
  }
};

const countSections = async (connection: DuckDBConnection): Promise<PortalSectionCount[]> => {
  const sign = `CASE WHEN kind IN ('CREDIT_NOTE', 'ISD_CREDIT_NOTE') THEN -1 ELSE 1 END`;
  const reader = await connection.runAndReadAll(`SELECT section, bucket, count(*)::INTEGER,
      sum(${sign} * taxable)::VARCHAR, sum(${sign} * (igst + cgst + sgst + cess))::VARCHAR
    FROM portal GROUP BY section, bucket ORDER BY section, bucket`);
  return reader.getRowsJS().map((row) => ({
    section: String(row[0]),
    bucket: String(row[1]),
    documents: Number(row[2]),
    taxable: String(row[3]),
    tax: String(row[4]),
  }));
};

const firstProblems = async (connection: DuckDBConnection): Promise<{ rowNumber: number; message: string }[]> => {
  const reader = await connection.runAndReadAll(
    `SELECT row, message FROM rejected_row ORDER BY file, row, message LIMIT ${MOST_PROBLEMS}`,
  );
  return reader.getRowsJS().map((row) => ({ rowNumber: Number(row[0]), message: String(row[1]) }));
};
