import { literal, type Run } from '../run.ts';
import { alnumSql } from './number-keys-sql.ts';

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

const COUNTERPARTY = `coalesce(cp_gstin, CASE kind WHEN 'BILL_OF_ENTRY' THEN '@import' ELSE '@unregistered' END)`;

/** Suppliers and registrations as small integers: joins on them are several times cheaper than on text. */
const createParties = async (run: Run): Promise<void> => {
  const selected = (side: Side) =>
    `SELECT own_gstin, ${COUNTERPARTY} AS cp FROM ${side} WHERE ${conditionsSql(run, side)}`;
  await run.connection.run(`
    CREATE TABLE work.party AS
    WITH seen AS (${selected('books')} UNION ${selected('portal')}),
    grouped AS (SELECT own_gstin, cp, ${groupOfGstinSql('own_gstin')} AS own_group, ${groupOfGstinSql('cp')} AS cp_group FROM seen)
    SELECT own_gstin, cp,
      dense_rank() OVER (ORDER BY own_group)::INTEGER AS pid,
      dense_rank() OVER (ORDER BY own_gstin)::INTEGER AS own,
      dense_rank() OVER (ORDER BY own_group, cp_group)::INTEGER AS gid,
      dense_rank() OVER (ORDER BY own_group, cp)::INTEGER AS sid,
      dense_rank() OVER (ORDER BY own_gstin, cp)::INTEGER AS party
    FROM grouped`);
};

/**
 * Ids follow the content, so that input order decides nothing: supplier, date, then the hash of the document's id. The ranking sorts
 * narrow rows; the wide ones are joined to it without being sorted.
 */
const createRanks = (run: Run, side: Side) =>
  run.connection.run(`
    CREATE TABLE work.rank_${side} AS
    SELECT seq, party, pid, own, gid, sid, row_number() OVER (ORDER BY party, date, hash(document_id), document_id)::INTEGER AS id
    FROM (SELECT seq, own_gstin, ${COUNTERPARTY} AS cp, date, document_id FROM ${side} WHERE ${conditionsSql(run, side)})
      JOIN work.party USING (own_gstin, cp)`);

/** Rupees to whole paise; amounts are below 10^13 rupees, which keeps the product within 64 bits. */
const paise = (column: string) => `(${column}::DECIMAL(15,2) * 100::DECIMAL(3,0))::BIGINT`;

const createDocuments = async (run: Run, side: Side): Promise<void> => {
  await createRanks(run, side);
  await run.connection.run(`
    CREATE TABLE work.${side} AS
    SELECT id, seq, party, pid, own, gid, sid, ${KIND_CODES} AS kind,
      CASE WHEN kind IN ('CREDIT_NOTE', 'ISD_CREDIT_NOTE') THEN -1 ELSE 1 END::TINYINT AS direction,
      number, nullif(${alnumSql('number')}, '') AS alnum,
      date, (year(date) - (month(date) < 4)::INTEGER)::SMALLINT AS fy,
      ${paise('taxable')} AS taxable, ${paise('igst')} AS igst, ${paise('cgst')} AS cgst, ${paise('sgst')} AS sgst, ${paise('cess')} AS cess,
      ${paise('igst')} + ${paise('cgst')} + ${paise('sgst')} + ${paise('cess')} AS tax,
      CASE kind WHEN 'BILL_OF_ENTRY' THEN port_code ELSE pos END AS place, reverse_charge,
      cp_gstin IS NULL AND kind <> 'BILL_OF_ENTRY' AS unregistered,
      ${ordinal('return_period')} AS return_month, ${BUCKET_RANKS} AS bucket_rank, ${FACTS[side].join(', ')}
    FROM ${side} JOIN work.rank_${side} USING (seq)`);
  await run.connection.run(`DROP TABLE work.rank_${side}`);
};

/** Documents that take part, with stable ids (1..n in an order of content, not of input), integer parties and paise. */
export const selectDocuments = async (run: Run): Promise<void> => {
  await createParties(run);
  await createDocuments(run, 'books');
  await createDocuments(run, 'portal');
};
