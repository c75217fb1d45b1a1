import type { DuckDBConnection } from '@duckdb/node-api';
import { DOCUMENT_COLUMNS, type DocumentColumnName } from '@milaan/gst';
import { TAX_COLUMNS } from './stage-columns.ts';

const AMENDED = `(grp.section IN ('B2BA', 'CDNRA', 'ECOA', 'ISDA'))`;
/** An amended bill of entry keeps its key (domain spec 2.6), so it is its own original. */
const AMENDED_BOE = `(grp.section IN ('IMPGA', 'IMPGSEZA') OR (grp.section IN ('IMPG', 'IMPGSEZ') AND coalesce(is_amended, false)))`;
const SECTION = `CASE WHEN grp.section IN ('IMPG', 'IMPGSEZ') AND is_amended THEN grp.section || 'A' ELSE grp.section END`;
const BUCKET = `CASE WHEN grp.bucket = 'AVAILABLE' AND itc_available = 'N' THEN 'UNAVAILABLE' ELSE grp.bucket END`;

const amount = (name: string): string => `coalesce(${name}, 0)`;

type Expressions = Readonly<Partial<Record<DocumentColumnName, string>>>;

/** What each column holds; a column that is not named here is null. */
const COMMON: Expressions = {
  seq: 'grp.seq_start + i',
  source: 'grp.source',
  section: SECTION,
  kind: 'kind',
  own_gstin: 'grp.own_gstin',
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
};

/** Ids are made of content alone; the supplier of a flat section stands in the document itself. */
const idOf = (rowSupplier: string): string =>
  `concat(grp.id_start, ${rowSupplier}'|', itc_available, '|', kind, CASE WHEN is_amended THEN ' A' END, '|', port_code,
    '|', number, '|', dates.value)`;

const SOUND: Expressions = { ...COMMON, document_id: idOf(''), cp_gstin: 'grp.cp_gstin', flags: 'grp.flags' };
const STAGED: Expressions = {
  ...COMMON,
  document_id: idOf('row_supplier.value, '),
  cp_gstin: 'coalesce(grp.cp_gstin, row_supplier.value)',
  flags: `CASE WHEN is_turned IS NULL AND row_damaged.value IS NULL THEN grp.flags
    ELSE list_concat(grp.flags, CASE WHEN row_damaged.value IS NOT NULL THEN ['GSTIN_CHECK_DIGIT'] END,
      CASE WHEN is_turned THEN ['NEGATIVE_AMOUNTS'] END) END`,
};

const selectOf = (expressions: Expressions): string =>
  `SELECT ${DOCUMENT_COLUMNS.map(({ name }) => `${expressions[name] ?? 'NULL'} AS ${name}`).join(', ')}`;

const DATE_JOINS = `LEFT JOIN portal_date AS dates ON dates.text = date_text
  LEFT JOIN portal_date AS original_dates ON original_dates.text = original_date_text
  LEFT JOIN portal_date AS irn_dates ON irn_dates.text = irn_date_text
  LEFT JOIN portal_state AS states ON states.text = pos_text`;
const ROW_SUPPLIER_JOINS = `LEFT JOIN portal_row_supplier AS row_supplier ON row_supplier.text = row_cp_gstin
  LEFT JOIN portal_row_damaged AS row_damaged ON row_damaged.text = row_supplier.value`;

/** A text is either not there or in its map. */
const isMapped = (text: string, map: string): string => `(${map}.value IS NOT NULL OR coalesce(${text}, '') = '')`;
const IS_SOUND = `is_plain AND kind IS NOT NULL AND trim(number) <> '' AND dates.value IS NOT NULL
  AND (grp.cp_gstin IS NOT NULL OR grp.section = 'IMPG')
  AND ${isMapped('irn_date_text', 'irn_dates')} AND ${isMapped('original_date_text', 'original_dates')}
  AND ${isMapped('pos_text', 'states')}`;

/**
 * Adds the documents of `selection` (see `selectFast`) that are sound as they are; the maps must be the plain ones. The
 * condition hangs on all joins at once, so that it is not pushed below them and lowers no estimate there.
 */
export const addSoundDocuments = async (connection: DuckDBConnection, selection: string): Promise<number> => {
  const added = await connection.run(`INSERT INTO portal ${selectOf(SOUND)}
    FROM ${selection} AS stage JOIN portal_group AS grp USING (g) ${DATE_JOINS}
    WHERE CASE WHEN ${IS_SOUND} THEN grp.g >= 0 ELSE false END`);
  return added.rowsChanged;
};

/** Adds the documents of the stage, less those rejected or dropped. */
export const addStagedDocuments = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`INSERT INTO portal ${selectOf(STAGED)} FROM portal_stage AS stage
    ANTI JOIN portal_bad USING (g, i) ANTI JOIN portal_drop USING (g, i)
    JOIN portal_group AS grp USING (g) ${DATE_JOINS} ${ROW_SUPPLIER_JOINS}`);
};

/** Gives `seq` back its run 1..n where documents were left out. */
export const closeGaps = async (connection: DuckDBConnection, documents: number): Promise<void> => {
  const reader = await connection.runAndReadAll('SELECT coalesce(max(seq), 0) FROM portal');
  if (Number(reader.getRowsJS()[0]?.[0]) === documents) return;
  await connection.run(`UPDATE portal SET seq = ordinal::INTEGER
    FROM (SELECT seq AS old_seq, row_number() OVER (ORDER BY seq) AS ordinal FROM portal) WHERE seq = old_seq`);
};

/** `portal_repeated_id`: hashes of ids that several documents share. Returns how many. */
export const findRepeatedIds = async (connection: DuckDBConnection): Promise<number> => {
  await connection.run(`CREATE OR REPLACE TEMP TABLE portal_repeated_id AS
    SELECT hash(document_id) AS id_hash FROM portal GROUP BY id_hash HAVING count(*) > 1`);
  const reader = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM portal_repeated_id');
  return Number(reader.getRowsJS()[0]?.[0] ?? 0);
};

/** Documents that agree in everything an id is made of get `#2`, `#3` …, in an order that only their content decides. */
export const numberRepeatedIds = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`UPDATE portal SET document_id = document_id || '#' || ordinal FROM (
    SELECT seq AS repeated_seq, row_number() OVER (PARTITION BY document_id
      ORDER BY ${TAX_COLUMNS.join(', ')}, value, pos, supplier_period, supplier_filed_on, supply_type, reverse_charge,
        original_number, original_date, irn, ims_status, generated_on, seq) AS ordinal
    FROM portal WHERE hash(document_id) IN (SELECT id_hash FROM portal_repeated_id))
    WHERE seq = repeated_seq AND ordinal > 1`);
};
