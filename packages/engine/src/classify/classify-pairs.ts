import { code, FIELDS, levelsSql } from '../compare/levels-sql.ts';
import { reasonsSql } from '../explain/explain-sql.ts';
import { numberKeysSql, readFinancialYears } from '../normalise/number-keys-sql.ts';
import type { Side } from '../normalise/select-documents.ts';
import type { Run } from '../run.ts';
import { scoreSql } from '../score/score-sql.ts';

const at = code;

/** The number says that it is the same document; the folded and serial keys only with amount and date (domain spec 6.2). */
const IDENTIFIED = `(c.number <= ${at('number', 'CORE')}
  OR (c.number <= ${at('number', 'DIGITS')} AND c.date <= ${at('date', 'WITHIN_TOLERANCE')} AND c.taxable <= ${at('taxable', 'ROUNDING')})
  OR c.basis IS NOT DISTINCT FROM 'NUMBER')`;
const AMOUNTS_AGREE = `(c.taxable <= ${at('taxable', 'ROUNDING')} AND c.tax <= ${at('tax', 'NOT_BOOKED')} OR c.group_no IS NOT NULL)`;
const REGISTRATION_AGREES = `(c.supplier = ${at('supplier', 'SAME')} AND c.own = ${at('own', 'SAME')})`;
const TERMS_AGREE = `(c.place <> ${at('place', 'OTHER')} AND c.reverseCharge <> ${at('reverseCharge', 'OTHER')} AND c.kind <> ${at('kind', 'REVERSED')})`;
const DATE_AGREES = `(c.date <= ${at('date', 'WITHIN_TOLERANCE')} OR (c.date = ${at('date', 'SWAPPED')} AND c.number <= ${at('number', 'CORE')}))`;

/** Another series may use the serial too: a number that had to be simplified needs the rest of the evidence. */
const beyondDoubtSql = (threshold: number) =>
  `(c.number = ${at('number', 'SAME')} OR c.group_no IS NOT NULL OR c.score >= ${threshold})`;

const matchTypeSql = (confidentThreshold: number) => `
  CASE WHEN c.manual THEN 'MANUAL'
    WHEN c.ambiguous OR c.supplier = ${at('supplier', 'OTHER')} OR coalesce(c.basis, '') IN ('SUM', 'DIFFERENCE', 'SERIAL') THEN 'PROBABLE'
    WHEN c.group_no IS NULL AND ${FIELDS.filter((field) => field !== 'place' && field !== 'reverseCharge')
      .map((field) => `c.${field} = 0`)
      .join(' AND ')} AND ${TERMS_AGREE} THEN 'EXACT'
    WHEN NOT ${IDENTIFIED} THEN 'PROBABLE'
    WHEN ${AMOUNTS_AGREE} AND ${REGISTRATION_AGREES} AND ${TERMS_AGREE} THEN CASE WHEN ${DATE_AGREES} AND ${beyondDoubtSql(confidentThreshold)} THEN 'WITHIN_TOLERANCE' ELSE 'PROBABLE' END
    WHEN c.date <= ${at('date', 'WITHIN_45_DAYS')} THEN 'MISMATCH'
    ELSE 'PROBABLE' END`;

const MATCH_SCOPE = `CASE WHEN c.own <> ${at('own', 'SAME')} OR c.supplier = ${at('supplier', 'OTHER')} THEN 'CROSS_GSTIN'
  WHEN c.supplier <> ${at('supplier', 'SAME')} THEN 'PAN' ELSE 'GSTIN' END`;

/** Names are those of the result line; `place` is the port code of a bill of entry. */
const MISMATCH_FIELDS = `list_filter([
  CASE WHEN c.number NOT IN (${at('number', 'SAME')}) THEN 'documentReferenceNumber' END,
  CASE WHEN c.kind <> 0 THEN 'documentType' END,
  CASE WHEN c.date <> 0 THEN 'docDate' END,
  CASE WHEN c.supplier <> 0 THEN 'cpGstin' END,
  CASE WHEN c.own <> 0 THEN 'myGstin' END,
  CASE WHEN c.place = ${at('place', 'OTHER')} THEN CASE WHEN p.kind = 4 THEN 'portCode' ELSE 'pos' END END,
  CASE WHEN c.reverseCharge = ${at('reverseCharge', 'OTHER')} THEN 'reverseChargeApplicable' END,
  CASE WHEN b.taxable <> p.taxable AND c.group_no IS NULL THEN 'taxableValue' END,
  ${['igst', 'cgst', 'sgst', 'cess'].map((head) => `CASE WHEN b.${head} <> p.${head} AND c.group_no IS NULL THEN '${head}' END`).join(', ')}
]::VARCHAR[], lambda field: field IS NOT NULL)`;

/** Pairs and group legs with their levels, weights, reasons and category: `work.pair`. */
export const classifyPairs = async ({ connection, settings }: Run): Promise<void> => {
  const levels = levelsSql(settings);
  const years = await readFinancialYears(connection);
  // Manual pairs are not in the residual: they get their keys here, and neutral values for what only weights need.
  const allOf = (side: Side, id: 'b' | 'p') => `
    SELECT * FROM work.rest_${side} UNION ALL BY NAME
    SELECT *, 1 AS pool, 1 AS serial_n, 0.001 AS amount_u, 0.03 AS date_u
    FROM (${numberKeysSql(`(SELECT * FROM work.${side} WHERE id IN (SELECT ${id} FROM work.manual))`, years)})`;
  await connection.run(`
    CREATE TABLE work.pair AS
    WITH chosen AS (
      SELECT b, p, NULL::INTEGER AS group_no, NULL::VARCHAR AS basis, ambiguous, FALSE AS manual FROM work.link
      UNION ALL SELECT b, p, group_no, basis, FALSE, FALSE FROM work.group_pair
      UNION ALL SELECT b, p, NULL, NULL, FALSE, TRUE FROM work.manual
    ),
    side_b AS (${allOf('books', 'b')}),
    side_p AS (${allOf('portal', 'p')}),
    levelled AS (
      SELECT chosen.*, ${FIELDS.map((field) => `${levels[field]} AS ${field}`).join(', ')}
      FROM chosen JOIN side_b b ON b.id = chosen.b JOIN side_p p ON p.id = chosen.p
    ),
    c AS (
      SELECT c.*, (${scoreSql(settings.weights)})::DECIMAL(9,2) AS score
      FROM levelled c JOIN side_b b ON b.id = c.b JOIN side_p p ON p.id = c.p
        LEFT JOIN work.weak_books wb ON wb.sid = b.sid LEFT JOIN work.weak_portal wp ON wp.sid = p.sid
    )
    SELECT c.b, c.p, c.group_no, c.basis, ${matchTypeSql(settings.weights.confidentThreshold)} AS match_type, ${MATCH_SCOPE} AS match_scope, ${MISMATCH_FIELDS} AS mismatch_fields,
      c.ambiguous, c.kind = ${at('kind', 'NOTE_SWAPPED')} AS note_kind_differs, c.tax = ${at('tax', 'NOT_BOOKED')} AS rcm_tax_not_booked,
      c.tax = ${at('tax', 'SWAPPED_HEADS')} AS heads_swapped, b.fy <> p.fy AS crosses_year,
      row_number() OVER (PARTITION BY c.b ORDER BY c.p) = 1 AS first_books, row_number() OVER (PARTITION BY c.p ORDER BY c.b) = 1 AS first_portal,
      c.score, ${reasonsSql(settings.weights)} AS reasons
    FROM c JOIN side_b b ON b.id = c.b JOIN side_p p ON p.id = c.p
      LEFT JOIN work.weak_books wb ON wb.sid = b.sid LEFT JOIN work.weak_portal wp ON wp.sid = p.sid`);
};
