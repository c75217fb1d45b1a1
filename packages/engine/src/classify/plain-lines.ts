import type { Run } from '../run.ts';
import { literal } from '../run.ts';
import { CLAIM_MONTH, HEADS, periodSql, timeBarredSql } from './credit-sql.ts';

const AMOUNTS = ['taxable', ...HEADS] as const;

/** Nothing about either document of an exact pair needs a decision; over `b` and `p`, may be null. */
export const PLAIN_DOCUMENTS = `p.bucket = 'AVAILABLE' AND p.direction = 1 AND NOT p.reverse_charge AND b.flags IS NULL AND p.flags IS NULL AND p.itc_reason IS NULL
  AND p.supplier_filed_gstr3b IS NOT FALSE AND b.itc_claim_type IS DISTINCT FROM 'INELIGIBLE'`;

/** Paise to rupees without leaving whole numbers. */
export const rupees = (paise: string): string => `((${paise})::DECIMAL(16,0) * 0.01::DECIMAL(2,2))::DECIMAL(18,2)`;

/**
 * Exact twins that have nothing to say beyond that, two lines of three: `work.plain(b, p, …)` with the little that their
 * lines hold. They take a way of their own, so that the wide joins and the long decisions see the rest only.
 */
export const findPlainTwins = ({ connection, settings }: Run) =>
  connection.run(`
    CREATE TABLE work.plain AS
    SELECT b.id AS b, p.id AS p, b.party, b.seq AS books_seq, p.seq AS portal_seq, p.kind, ${CLAIM_MONTH} AS claim_month_no, p.tax,
      ${AMOUNTS.map((amount) => `p.${amount}`).join(', ')}
    FROM work.exact x JOIN work.books b ON b.id = x.b JOIN work.portal p ON p.id = x.p
    WHERE ${PLAIN_DOCUMENTS} AND NOT ${timeBarredSql(`DATE ${literal(settings.asOf)}`)}`);

/** Their lines; columns of `work.line` that are not named are null. */
export const PLAIN_LINES = `
  SELECT n.line_no, x.books_seq, x.portal_seq, x.party, 'EXACT' AS match_type, 'GSTIN' AS match_scope,
    FALSE AS duplicate, FALSE AS superseded, FALSE AS repeated, FALSE AS aside, FALSE AS time_barred, TRUE AS first_books, TRUE AS first_portal,
    'AVAILABLE' AS bucket, 0::DECIMAL(18,2) AS tax_difference, 'CLAIM' AS itc_action,
    ${AMOUNTS.map((amount) => `${rupees(`x.${amount}`)} AS ${amount}_itc, x.${amount} AS counted_${amount}`).join(',\n    ')},
    CASE WHEN x.kind NOT IN (5, 6) THEN 'ACCEPT' END AS ims_action, ${periodSql('x.claim_month_no')} AS claim_month,
    x.tax AS books_tax, x.tax AS portal_tax
  FROM work.numbered n JOIN work.plain x ON x.b = n.b
  WHERE n.is_plain`;
