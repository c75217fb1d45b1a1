import type { DuckDBConnection } from '@duckdb/node-api';
import { isGstinCheckDigitValid, normaliseGstin, parseCalendarDate, parseReturnPeriod } from '@milaan/gst';
import type { PortalPart } from '../portal-part.ts';
import { literal } from './sql-text.ts';
import { createRowsTable, createTextMap } from './text-map.ts';

const HEADER_KEYS = ['ctin', 'trdnm', 'supfildt', 'supprd', 'cfs', 'cfs3b', 'dtcancel', 'fldtr1', 'flprdr1'];

const isYesNo = (key: string): string => `CASE upper(trim(h.${key})) WHEN 'Y' THEN true WHEN 'N' THEN false END`;

/**
 * `portal_group`: what the documents of one supplier array share (supplier, filing, return), read once for the array.
 * Only groups of `parts` are kept, so documents of superseded or foreign returns never get further.
 */
export const createPortalGroups = async (
  connection: DuckDBConnection,
  groupsPath: string,
  parts: readonly PortalPart[],
): Promise<void> => {
  await createRowsTable(
    connection,
    'portal_part',
    {
      part: 'INTEGER',
      file: 'VARCHAR',
      own_gstin: 'VARCHAR',
      period: 'VARCHAR',
      source: 'VARCHAR',
      generated_on: 'DATE',
    },
    parts.map((part) => ({
      part: part.id,
      file: part.file,
      own_gstin: part.gstin,
      period: part.period,
      source: part.source,
      generated_on: part.generatedOn,
    })),
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE portal_raw_group AS
    SELECT g, part, section, bucket, first_row, seq_start, pointer, h
    FROM read_json(${literal(groupsPath)}, format = 'newline_delimited', ignore_errors = true, columns = {
      g: 'INTEGER', part: 'INTEGER', section: 'VARCHAR', bucket: 'VARCHAR', first_row: 'BIGINT', seq_start: 'INTEGER',
      pointer: 'VARCHAR', h: 'STRUCT(${HEADER_KEYS.map((key) => `${key} VARCHAR`).join(', ')})'})
    SEMI JOIN portal_part USING (part)`);
  const texts = (...keys: string[]): string =>
    keys.map((key) => `SELECT h.${key} AS text FROM portal_raw_group`).join(' UNION ALL ');
  await createTextMap(connection, 'portal_supplier', 'VARCHAR', texts('ctin'), (text) => normaliseGstin(text) || null);
  await createTextMap(
    connection,
    'portal_filing_date',
    'DATE',
    texts('supfildt', 'dtcancel', 'fldtr1'),
    parseCalendarDate,
  );
  await createTextMap(connection, 'portal_filing_period', 'VARCHAR', texts('supprd', 'flprdr1'), parseReturnPeriod);
  await createTextMap(
    connection,
    'portal_damaged_gstin',
    'VARCHAR',
    'SELECT value AS text FROM portal_supplier',
    (gstin) => (isGstinCheckDigitValid(gstin) ? null : gstin),
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE portal_group AS
    SELECT g, part, section, bucket, first_row,
      seq_start, raw.pointer, file, own_gstin, period, source, generated_on,
      supplier.value AS cp_gstin, nullif(trim(h.trdnm), '') AS cp_name,
      filing_period.value AS supplier_period, filed.value AS supplier_filed_on,
      ${isYesNo('cfs')} AS supplier_filed_gstr1, ${isYesNo('cfs3b')} AS supplier_filed_gstr3b,
      cancelled.value AS supplier_cancelled_on,
      CASE WHEN damaged.value IS NOT NULL THEN ['GSTIN_CHECK_DIGIT'] END AS flags,
      concat(own_gstin, '|', period, '|', section, '|', bucket, '|', supplier.value) AS id_start
    FROM portal_raw_group AS raw JOIN portal_part USING (part)
    LEFT JOIN portal_supplier AS supplier ON supplier.text = h.ctin
    LEFT JOIN portal_damaged_gstin AS damaged ON damaged.text = supplier.value
    LEFT JOIN portal_filing_date AS filed ON filed.text = coalesce(h.supfildt, h.fldtr1)
    LEFT JOIN portal_filing_date AS cancelled ON cancelled.text = h.dtcancel
    LEFT JOIN portal_filing_period AS filing_period ON filing_period.text = coalesce(h.supprd, h.flprdr1)`);
  await connection.run('DROP TABLE portal_raw_group');
};
