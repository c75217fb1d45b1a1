import { MATCH_TYPES } from '@milaan/gst';
import type { Run } from '../run.ts';

const ITC = '(igst_itc + cgst_itc + sgst_itc + cess_itc)';

/** Sum of paise as rupees. */
const sum = (paise: string, condition: string): string =>
  `(coalesce(sum(${paise}) FILTER (${condition}), 0)::DECIMAL(16,0) * 0.01::DECIMAL(2,2))::DECIMAL(18,2)`;

/** Tax of a line counted once per document: the books side where there is one, of a group each member once. */
const perMatchType = MATCH_TYPES.flatMap((matchType) => {
  const name = matchType.toLowerCase();
  return [
    `count(*) FILTER (match_type = '${matchType}')::BIGINT AS ${name}_count`,
    `${sum('CASE WHEN books_seq IS NULL THEN portal_tax ELSE books_tax END', `match_type = '${matchType}'`)} AS ${name}_tax`,
  ];
}).join(',\n      ');

/** Days after which a filing of period MMYYYY is late: the GSTR-1 of a monthly filer is due on the 11th of the next month. */
const DELAY = `date_diff('day', make_date(right(supplier_period, 4)::INTEGER, left(supplier_period, 2)::INTEGER, 1) + INTERVAL 1 MONTH + INTERVAL 10 DAY, supplier_filed_on)`;

/** The supplier relation (SUPPLIER_COLUMNS of `@milaan/gst`): one row per own registration and supplier. */
export const summariseSuppliers = async ({ connection }: Run): Promise<void> => {
  await connection.run(`
    CREATE OR REPLACE TABLE supplier AS
    WITH money AS (
      SELECT supplier_key, ${perMatchType},
        ${sum('books_tax', 'TRUE')} AS books_tax, ${sum('portal_tax', 'TRUE')} AS portal_tax,
        coalesce(sum(${ITC}) FILTER (itc_action IN ('CLAIM', 'REVERSE')), 0)::DECIMAL(18,2) AS claimable_itc,
        coalesce(sum(greatest(0, books_tax::DECIMAL(16,0) * 0.01::DECIMAL(2,2) - CASE WHEN itc_action = 'CLAIM' THEN ${ITC} ELSE 0 END)) FILTER (
          match_type IN ('PROBABLE', 'MISMATCH', 'MISSING_IN_GOVT') AND itc_action IN ('PENDING', 'CLAIM')), 0)::DECIMAL(18,2) AS itc_at_risk,
        bool_or(payment_action = 'HOLD_FULL_AMOUNT') AS hold_full, bool_or(payment_action = 'HOLD_GST_AMOUNT') AS hold_gst, bool_or(books_seq IS NOT NULL) AS has_books
      FROM work.line JOIN work.party USING (party) GROUP BY supplier_key
    ),
    filing AS (
      SELECT supplier_key, max(supplier_filed_on) AS last_filed_on, arg_max(supplier_period, (supplier_filed_on, supplier_period)) AS last_filed_period,
        bool_and(o.supplier_filed_gstr3b) AS gstr3b_filed, max(${DELAY})::INTEGER AS days_late, any_value(cp_name ORDER BY o.date DESC, cp_name) AS name
      FROM work.portal d JOIN portal o USING (seq) JOIN work.party k ON k.party = d.party GROUP BY supplier_key
    ),
    named AS (
      SELECT supplier_key, min(cp_name) AS name FROM work.books d JOIN books o USING (seq) JOIN work.party k ON k.party = d.party GROUP BY supplier_key
    ),
    keyed AS (SELECT DISTINCT supplier_key, own_gstin, CASE WHEN cp NOT LIKE '@%' THEN cp END AS supplier_gstin FROM work.party)
    SELECT own_gstin, supplier_gstin, coalesce(filing.name, named.name) AS supplier_name,
      money.* EXCLUDE (supplier_key, hold_full, hold_gst, has_books),
      last_filed_on, last_filed_period, gstr3b_filed, CASE WHEN days_late IS NOT NULL THEN greatest(days_late, 0) END AS days_late,
      CASE WHEN days_late > 60 OR gstr3b_filed IS FALSE THEN 'HIGH' WHEN days_late > 30 THEN 'MEDIUM' WHEN days_late >= 1 THEN 'LOW' WHEN days_late IS NOT NULL THEN 'COMPLIANT' END AS risk,
      CASE WHEN hold_gst THEN 'HOLD_GST_AMOUNT' WHEN hold_full THEN 'HOLD_FULL_AMOUNT' WHEN has_books THEN 'PAY_FULL_AMOUNT' END AS payment_action
    FROM money JOIN keyed USING (supplier_key) LEFT JOIN filing USING (supplier_key) LEFT JOIN named USING (supplier_key)
    ORDER BY supplier_key`);
};
