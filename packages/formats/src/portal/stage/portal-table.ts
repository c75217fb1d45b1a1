import type { DuckDBConnection } from '@duckdb/node-api';
import { createDocumentTableSql, DOCUMENT_COLUMNS, type DocumentColumnName } from '@milaan/gst';
import { TAX_COLUMNS } from './stage-documents.ts';

const AMENDED = `(grp.section IN ('B2BA', 'CDNRA', 'ECOA', 'ISDA'))`;
/** An amended bill of entry keeps its key (domain spec 2.6), so it is its own original. */
const AMENDED_BOE = `(grp.section IN ('IMPGA', 'IMPGSEZA') OR (grp.section IN ('IMPG', 'IMPGSEZ') AND coalesce(is_amended, false)))`;
const SECTION = `CASE WHEN grp.section IN ('IMPG', 'IMPGSEZ') AND is_amended THEN grp.section || 'A' ELSE grp.section END`;
const BUCKET = `CASE WHEN grp.bucket = 'AVAILABLE' AND itc_available = 'N' THEN 'UNAVAILABLE' ELSE grp.bucket END`;
const CP_GSTIN = 'coalesce(grp.cp_gstin, row_supplier.value)';

const amount = (name: string): string => `coalesce(${name}, 0)`;

/** What each column holds; a column that is not named here is null. */
const EXPRESSIONS: Readonly<Partial<Record<DocumentColumnName, string>>> = {
  seq: 'row_number() OVER ()',
  document_id: `concat(grp.id_start, row_supplier.value, '|', itc_available, '|', kind, CASE WHEN is_amended THEN ' A' END, '|', port_code, '|', number, '|', dates.value)`,
  source: 'grp.source',
  section: SECTION,
  kind: 'kind',
  own_gstin: 'grp.own_gstin',
  cp_gstin: CP_GSTIN,
  cp_name: 'coalesce(grp.cp_name, row_cp_name)',
  number: 'number',
  date: 'dates.value',
  return_period: 'grp.period',
  original_kind: `CASE WHEN ${AMENDED} OR ${AMENDED_BOE} THEN coalesce(original_kind, kind) END`,
  original_number: `CASE WHEN ${AMENDED} THEN original_number WHEN ${AMENDED_BOE} THEN number END`,
  original_date: `CASE WHEN ${AMENDED} THEN original_dates.value WHEN ${AMENDED_BOE} THEN dates.value END`,
  amendment_type: 'amendment_type',
  supply_type: 'supply_type',
  pos: 'states.value',
  reverse_charge: 'coalesce(reverse_charge, false)',
  ...Object.fromEntries(TAX_COLUMNS.map((name) => [name, amount(name)])),
  value: 'stage.value',
  port_code: 'port_code',
  itc_available: 'itc_available',
  itc_reason: 'itc_reason',
  bucket: BUCKET,
  ims_status: 'ims_status',
  ims_itc_reduction: 'ims_itc_reduction',
  declared_igst: 'declared_igst',
  declared_cgst: 'declared_cgst',
  declared_sgst: 'declared_sgst',
  declared_cess: 'declared_cess',
  ims_remarks: 'ims_remarks',
  supplier_period: 'grp.supplier_period',
  supplier_filed_on: 'grp.supplier_filed_on',
  supplier_filed_gstr1: 'grp.supplier_filed_gstr1',
  supplier_filed_gstr3b: 'grp.supplier_filed_gstr3b',
  supplier_cancelled_on: 'grp.supplier_cancelled_on',
  irn: 'irn',
  irn_date: 'irn_dates.value',
  generated_on: 'grp.generated_on',
  line_count: 'greatest(coalesce(item_count, 1), 1)',
  status: `'ACTIVE'`,
  flags: `CASE WHEN is_turned IS NULL AND row_damaged.value IS NULL THEN grp.flags
    ELSE list_concat(grp.flags, CASE WHEN row_damaged.value IS NOT NULL THEN ['GSTIN_CHECK_DIGIT'] END,
      CASE WHEN is_turned THEN ['NEGATIVE_AMOUNTS'] END) END`,
};

const columnOf = (name: DocumentColumnName): string => `${EXPRESSIONS[name] ?? 'NULL'} AS ${name}`;

/** Fills the table `portal` from the stage, the groups and the text maps. `hasLeftOut`: some staged documents stay out. */
export const fillPortalTable = async (connection: DuckDBConnection, hasLeftOut: boolean): Promise<void> => {
  await connection.run(createDocumentTableSql('portal'));
  const leftOut = hasLeftOut ? 'ANTI JOIN portal_bad USING (g, i) ANTI JOIN portal_drop USING (g, i)' : '';
  await connection.run(`INSERT INTO portal SELECT ${DOCUMENT_COLUMNS.map((column) => columnOf(column.name)).join(', ')}
    FROM portal_stage AS stage ${leftOut} JOIN portal_group AS grp USING (g)
    LEFT JOIN portal_date AS dates ON dates.text = date_text
    LEFT JOIN portal_date AS original_dates ON original_dates.text = original_date_text
    LEFT JOIN portal_date AS irn_dates ON irn_dates.text = irn_date_text
    LEFT JOIN portal_state AS states ON states.text = pos_text
    LEFT JOIN portal_row_supplier AS row_supplier ON row_supplier.text = row_cp_gstin
    LEFT JOIN portal_row_damaged AS row_damaged ON row_damaged.text = row_supplier.value`);
  await numberRepeatedIds(connection);
};

/** Documents that agree in everything an id is made of get `#2`, `#3` …, in an order that only their content decides. */
const numberRepeatedIds = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`CREATE OR REPLACE TEMP TABLE portal_repeated_id AS
    SELECT hash(document_id) AS id_hash FROM portal GROUP BY id_hash HAVING count(*) > 1`);
  const found = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM portal_repeated_id');
  if (Number(found.getRowsJS()[0]?.[0] ?? 0) > 0) {
    await connection.run(`UPDATE portal SET document_id = document_id || '#' || ordinal FROM (
      SELECT seq AS repeated_seq, row_number() OVER (PARTITION BY document_id
        ORDER BY ${TAX_COLUMNS.join(', ')}, value, pos, supplier_period, supplier_filed_on, supply_type, reverse_charge,
          original_number, original_date, irn, ims_status, generated_on, seq) AS ordinal
      FROM portal WHERE hash(document_id) IN (SELECT id_hash FROM portal_repeated_id))
      WHERE seq = repeated_seq AND ordinal > 1`);
  }
  await connection.run('DROP TABLE portal_repeated_id');
};
