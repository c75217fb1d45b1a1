import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createDocumentTableSql, type DocumentColumnName } from '@milaan/gst';
import { writeSegmentFile } from '../segment-file.ts';
import { OWN, SUPPLIER } from './job-folder.ts';

/** Values as SQL takes them between quotes; amounts are decimal text. */
export type SegmentDocument = Readonly<Partial<Record<DocumentColumnName, string>>>;

const COMMON: SegmentDocument = {
  kind: 'INVOICE',
  section: 'B2B',
  own_gstin: OWN,
  cp_gstin: SUPPLIER,
  cp_name: 'Bharat Pipes LLP',
  date: '2026-10-03',
  return_period: '102026',
  pos: '27',
  reverse_charge: 'false',
  ...{ taxable: '100', igst: '0', cgst: '9', sgst: '9', cess: '0' },
  line_count: '1',
  status: 'ACTIVE',
};

/** A document of the books; its id is that of its number where nothing else is said. */
export const booksDocument = (number: string, changes: SegmentDocument = {}): SegmentDocument => ({
  ...COMMON,
  ...{ source: 'PURCHASE_REGISTER', number, document_id: `b ${number}` },
  ...changes,
});

/** A document of a GSTR-2B; ids hold the period, as those of the reader do. */
export const portalDocument = (number: string, changes: SegmentDocument = {}): SegmentDocument => {
  const { return_period: period = '102026' } = changes;
  return {
    ...COMMON,
    ...{
      source: 'GSTR_2B',
      bucket: 'AVAILABLE',
      itc_available: 'Y',
      supplier_period: period,
      supplier_filed_on: '2026-11-10',
    },
    ...{ number, document_id: `p ${period} ${number}` },
    ...changes,
  };
};

/** Writes documents as a segment. */
export async function writeSegment(
  folder: string,
  name: string,
  documents: readonly SegmentDocument[],
): Promise<string> {
  const path = join(folder, `${name}.parquet`);
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    await connection.run(createDocumentTableSql('documents'));
    for (const [at, document] of documents.entries()) {
      const entries = Object.entries({ seq: String(at + 1), ...document });
      await connection.run(
        `INSERT INTO documents (${entries.map(([column]) => column).join(', ')}) VALUES (${entries.map(([, value]) => `'${value}'`).join(', ')})`,
      );
    }
    await writeSegmentFile(connection, 'documents', 'true', path);
    return path;
  } finally {
    instance.closeSync();
  }
}
