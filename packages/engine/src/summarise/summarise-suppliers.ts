import { MATCH_TYPES } from '@milaan/gst';
import type { Run } from '../run.ts';

/** Tax of a line counted once per document: the books side where there is one, of a group each member once. */
const perMatchType = MATCH_TYPES.flatMap((matchType) => {
  const name = matchType.toLowerCase();
  return [
    `count(*) FILTER (match_type = '${matchType}')::BIGINT AS ${name}_count`,
    `coalesce(sum(coalesce(books_tax, portal_tax)) FILTER (match_type = '${matchType}'), 0)::DECIMAL(18,2) AS ${name}_tax`,
  ];
}).join(',\n      ');

/** Days after which a filing of period MMYYYY is late: the GSTR-1 of a monthly filer is due on the 11th of the next month. */
const DELAY = `date_diff('day', make_date(right(supplier_period, 4)::INTEGER, left(supplier_period, 2)::INTEGER, 1) + INTERVAL 1 MONTH + INTERVAL 10 DAY, supplier_filed_on)`;

/** The supplier relation (SUPPLIER_COLUMNS of `@milaan/gst`): one row per own registration and supplier. */
export const summariseSuppliers = async ({ connection }: Run): Promise<void> => {
  await connection.run(`
    CREATE OR REPLACE TABLE supplier AS
    WITH counted AS (
      SELECT l.party, l.match_type, l.payment_action,
        CASE WHEN row_number() OVER (PARTITION BY l.books_seq ORDER BY l.line_no) = 1 AND l.books_seq IS NOT NULL THEN (b.direction * b.tax)::DECIMAL(18,0) / 100 END AS books_tax,
        CASE WHEN row_number() OVER (PARTITION BY l.portal_seq ORDER BY l.line_no) = 1 AND l.portal_seq IS NOT NULL AND NOT l.superseded AND NOT l.repeated THEN (p.direction * p.tax)::DECIMAL(18,0) / 100 END AS portal_tax,
        CASE WHEN l.itc_action IN ('CLAIM', 'REVERSE') THEN l.igst_itc + l.cgst_itc + l.sgst_itc + l.cess_itc ELSE 0 END AS claimable,
        l.itc_action = 'PENDING' AS pending, l.igst_itc + l.cgst_itc + l.sgst_itc + l.cess_itc AS itc
      FROM work.line l LEFT JOIN work.books b ON b.seq = l.books_seq LEFT JOIN work.portal p ON p.seq = l.portal_seq
    ),
    money AS (
      SELECT party, ${perMatchType},
        coalesce(sum(books_tax), 0)::DECIMAL(18,2) AS books_tax, coalesce(sum(portal_tax), 0)::DECIMAL(18,2) AS portal_tax,
        coalesce(sum(claimable), 0)::DECIMAL(18,2) AS claimable_itc,
        coalesce(sum(greatest(0, coalesce(books_tax, 0) - CASE WHEN pending THEN 0 ELSE itc END)) FILTER (match_type IN ('PROBABLE', 'MISMATCH', 'MISSING_IN_GOVT') AND books_tax > 0), 0)::DECIMAL(18,2) AS itc_at_risk,
        bool_or(payment_action = 'HOLD_FULL_AMOUNT') AS hold_full, bool_or(payment_action = 'HOLD_GST_AMOUNT') AS hold_gst, bool_or(payment_action IS NOT NULL) AS has_books
      FROM counted GROUP BY party
    ),
    filing AS (
      SELECT d.party, max(supplier_filed_on) AS last_filed_on, arg_max(supplier_period, (supplier_filed_on, supplier_period)) AS last_filed_period,
        bool_and(o.supplier_filed_gstr3b) AS gstr3b_filed, max(${DELAY})::INTEGER AS days_late, any_value(cp_name ORDER BY o.date DESC, cp_name) AS name
      FROM work.portal d JOIN portal o USING (seq) GROUP BY d.party
    ),
    named AS (SELECT d.party, min(cp_name) AS name FROM work.books d JOIN books o USING (seq) GROUP BY d.party)
    SELECT party.own_gstin, CASE WHEN party.cp NOT LIKE '@%' THEN party.cp END AS supplier_gstin, coalesce(filing.name, named.name) AS supplier_name,
      money.* EXCLUDE (party, hold_full, hold_gst, has_books),
      last_filed_on, last_filed_period, gstr3b_filed, greatest(days_late, 0) AS days_late,
      CASE WHEN days_late > 60 OR gstr3b_filed IS FALSE THEN 'HIGH' WHEN days_late > 30 THEN 'MEDIUM' WHEN days_late >= 1 THEN 'LOW' WHEN days_late IS NOT NULL THEN 'COMPLIANT' END AS risk,
      CASE WHEN hold_gst THEN 'HOLD_GST_AMOUNT' WHEN hold_full THEN 'HOLD_FULL_AMOUNT' WHEN has_books THEN 'PAY_FULL_AMOUNT' END AS payment_action
    FROM money JOIN work.party USING (party) LEFT JOIN filing USING (party) LEFT JOIN named USING (party)
    ORDER BY party`);
};
