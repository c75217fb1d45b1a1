import { literal, type Run, readNumbers } from '../run.ts';
import { numberKeysSql } from './number-keys-sql.ts';

export type Side = 'books' | 'portal';

const ordinal = (period: string) => `(right(${period}, 4)::INTEGER * 12 + left(${period}, 2)::INTEGER)`;

const rangeSql = (from: string | undefined, to: string | undefined): string[] => [
  ...(from === undefined ? [] : [`${ordinal('return_period')} >= ${ordinal(literal(from))}`]),
  ...(to === undefined ? [] : [`${ordinal('return_period')} <= ${ordinal(literal(to))}`]),
];

const conditionsSql = ({ settings }: Run, side: Side): string => {
  const conditions = ["status IS DISTINCT FROM 'CANCELLED'", "status IS DISTINCT FROM 'DELETED'"];
  conditions.push(
    ...(side === 'books'
      ? rangeSql(settings.booksFrom, settings.booksTo)
      : rangeSql(settings.portalFrom, settings.portalTo)),
  );
  if (settings.ownGstins !== undefined && settings.ownGstins.length > 0)
    conditions.push(`own_gstin IN (${settings.ownGstins.map(literal).join(', ')})`);
  if (settings.pan !== undefined) conditions.push(`own_gstin[3:12] = ${literal(settings.pan)}`);
  return conditions.join(' AND ');
};

/** Only shapes that hold a PAN are grouped by it (domain spec 1.1); the others stand alone. */
const groupOfGstinSql = (gstin: string): string =>
  `CASE WHEN regexp_full_match(${gstin}, '[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z].*') THEN ${gstin}[3:12] ELSE ${gstin} END`;

const KIND_CODES = `CASE kind WHEN 'INVOICE' THEN 1 WHEN 'DEBIT_NOTE' THEN 2 WHEN 'CREDIT_NOTE' THEN 3
  WHEN 'BILL_OF_ENTRY' THEN 4 WHEN 'ISD_INVOICE' THEN 5 WHEN 'ISD_CREDIT_NOTE' THEN 6 END::TINYINT`;

/** Lower is preferred where two portal entries of one document compete. */
const BUCKET_RANKS = `CASE bucket WHEN 'AVAILABLE' THEN 0 WHEN 'UNAVAILABLE' THEN 1 WHEN 'REJECTED' THEN 2 WHEN 'REVERSED_37A' THEN 3 ELSE 0 END::TINYINT`;

/** What the law and the actions are judged by; carried along so that the originals are joined once. */
const FACTS: Record<Side, readonly string[]> = {
  books: ['itc_claim_type', 'flags'],
  portal: [
    'section',
    'bucket',
    'itc_reason',
    'ims_itc_reduction',
    'declared_igst',
    'declared_cgst',
    'declared_sgst',
    'declared_cess',
    'supplier_filed_gstr3b',
    'flags',
  ],
};

/** Suppliers and registrations as small integers: joins on them are several times cheaper than on text. */
const createParties = async ({ connection }: Run): Promise<void> => {
  const selected = ['books', 'portal']
    .map((side) => `SELECT own_gstin, cp_gstin, kind FROM work.selected_${side}`)
    .join(' UNION ALL ');
  await connection.run(`
    CREATE TABLE work.party AS
    WITH seen AS (SELECT DISTINCT own_gstin, coalesce(cp_gstin, CASE kind WHEN 'BILL_OF_ENTRY' THEN '@import' ELSE '@unregistered' END) AS cp FROM (${selected})),
    grouped AS (SELECT own_gstin, cp, ${groupOfGstinSql('own_gstin')} AS own_group, ${groupOfGstinSql('cp')} AS cp_group FROM seen)
    SELECT own_gstin, cp,
      dense_rank() OVER (ORDER BY own_group)::INTEGER AS pid,
      dense_rank() OVER (ORDER BY own_gstin)::INTEGER AS own,
      dense_rank() OVER (ORDER BY own_group, cp_group)::INTEGER AS gid,
      dense_rank() OVER (ORDER BY own_group, cp)::INTEGER AS sid,
      dense_rank() OVER (ORDER BY own_gstin, cp)::INTEGER AS party
    FROM grouped`);
};

const createSelection = ({ connection, ...run }: Run, side: Side) =>
  connection.run(`
    CREATE TABLE work.selected_${side} AS
    SELECT seq, own_gstin, cp_gstin, kind FROM ${side} WHERE ${conditionsSql({ connection, ...run }, side)}`);

const createDocuments = async ({ connection }: Run, side: Side): Promise<void> => {
  const paise = (column: string) => `(d.${column} * 100)::BIGINT`;
  await connection.run(`
    CREATE TABLE work.plain_${side} AS
    SELECT row_number() OVER (ORDER BY party, d.date, upper(d.number), d.document_id)::INTEGER AS id, d.seq,
      party, pid, p.own, gid, sid, ${KIND_CODES.replaceAll('kind', 'd.kind')} AS kind,
      CASE WHEN d.kind IN ('CREDIT_NOTE', 'ISD_CREDIT_NOTE') THEN -1 ELSE 1 END::TINYINT AS direction,
      d.number,
      d.date, (year(d.date) - (month(d.date) < 4)::INTEGER)::SMALLINT AS fy,
      ${paise('taxable')} AS taxable, ${paise('igst')} AS igst, ${paise('cgst')} AS cgst, ${paise('sgst')} AS sgst, ${paise('cess')} AS cess,
      ${paise('igst')} + ${paise('cgst')} + ${paise('sgst')} + ${paise('cess')} AS tax,
      CASE d.kind WHEN 'BILL_OF_ENTRY' THEN d.port_code ELSE d.pos END AS place, d.reverse_charge,
      d.cp_gstin IS NULL AND d.kind <> 'BILL_OF_ENTRY' AS unregistered,
      ${ordinal('d.return_period')} AS return_month, ${BUCKET_RANKS} AS bucket_rank,
      ${FACTS[side].map((fact) => `d.${fact}`).join(', ')}
    FROM work.selected_${side} s JOIN ${side} d USING (seq)
      JOIN work.party p ON p.own_gstin = d.own_gstin
        AND p.cp = coalesce(d.cp_gstin, CASE d.kind WHEN 'BILL_OF_ENTRY' THEN '@import' ELSE '@unregistered' END)`);
  const [years = new Float64Array()] = await readNumbers(
    connection,
    `SELECT DISTINCT fy FROM work.plain_${side} WHERE fy IS NOT NULL ORDER BY fy`,
  );
  await connection.run(`CREATE TABLE work.${side} AS ${numberKeysSql(`work.plain_${side}`, [...years])}`);
  await connection.run(`DROP TABLE work.plain_${side}`);
};

/** Documents that take part, with stable ids (1..n in an order of content, not of input), integer parties, paise and number keys. */
export const selectDocuments = async (run: Run): Promise<void> => {
  await createSelection(run, 'books');
  await createSelection(run, 'portal');
  await createParties(run);
  await createDocuments(run, 'books');
  await createDocuments(run, 'portal');
};
