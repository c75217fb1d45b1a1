import { RESULT_COLUMNS } from '@milaan/gst';
import { exactExplanation } from '../explain/explain-sql.ts';
import { remarkSql } from '../explain/remark-sql.ts';
import { literal, type Run } from '../run.ts';
import {
  CLAIM_MONTH,
  HEADS,
  imsActionSql,
  itcActionSql,
  itcSql,
  NOT_EXPECTED,
  paymentActionSql,
  periodSql,
  timeBarredSql,
} from './credit-sql.ts';
import { flagsSql } from './engine-flags.ts';

/** Same members, same id, whatever else is in the run. */
const createGroupIds = ({ connection }: Run) =>
  connection.run(`
    CREATE TABLE work.group_id AS
    SELECT group_no, 'grp_' || left(md5(string_agg(bd.document_id || '|' || pd.document_id, ',' ORDER BY bd.document_id, pd.document_id)), 20) AS group_id,
      CASE WHEN count(DISTINCT g.b) > 1 THEN 'BOOKS' ELSE 'PORTAL' END AS group_side, min(g.b) AS first_b, min(g.p) AS first_p,
      (CASE WHEN group_side = 'BOOKS' THEN any_value(p.direction * p.tax) - sum(b.direction * b.tax)
        ELSE sum(p.direction * p.tax) - any_value(b.direction * b.tax) END)::BIGINT AS tax_difference
    FROM work.group_pair g JOIN work.books b ON b.id = g.b JOIN work.portal p ON p.id = g.p
      JOIN books bd ON bd.seq = b.seq JOIN portal pd ON pd.seq = p.seq
    GROUP BY group_no`);

const createOutcomes = ({ connection }: Run) =>
  connection.run(`
    CREATE TABLE work.outcome AS
    SELECT b, p, NULL::INTEGER AS group_no, 'EXACT' AS match_type, 'GSTIN' AS match_scope, []::VARCHAR[] AS mismatch_fields,
      FALSE AS ambiguous, FALSE AS note_kind_differs, FALSE AS rcm_tax_not_booked, FALSE AS heads_swapped, FALSE AS crosses_year,
      NULL::DECIMAL(9,2) AS score, NULL::VARCHAR AS reasons, NULL::VARCHAR AS nearest
    FROM work.exact
    UNION ALL
    SELECT b, p, group_no, match_type, match_scope, mismatch_fields, ambiguous, note_kind_differs, rcm_tax_not_booked, heads_swapped, crosses_year,
      score, reasons, NULL FROM work.pair
    UNION ALL
    SELECT r.id, NULL, NULL, 'MISSING_IN_GOVT', 'GSTIN', [], FALSE, FALSE, FALSE, FALSE, FALSE, NULL, '[]', coalesce(n.nearest, '[]')
    FROM work.rest_books r LEFT JOIN work.nearest_books n USING (id) WHERE r.id NOT IN (SELECT b FROM work.taken_books)
    UNION ALL
    SELECT NULL, r.id, NULL, 'MISSING_IN_PR', 'GSTIN', [], FALSE, FALSE, FALSE, FALSE, FALSE, NULL, '[]', coalesce(n.nearest, '[]')
    FROM work.portal r LEFT JOIN work.nearest_portal n USING (id) WHERE r.id NOT IN (SELECT p FROM work.taken_portal)`);

const FLAGS = flagsSql(
  {
    AMBIGUOUS: 'ambiguous',
    DUPLICATE_IN_BOOKS: 'duplicate',
    SUPERSEDED_BY_AMENDMENT: 'superseded',
    REPEATED_ON_PORTAL: 'repeated',
    CROSSES_FINANCIAL_YEAR: 'crosses_year',
    NOTE_KIND_DIFFERS: 'note_kind_differs',
    RCM_TAX_NOT_BOOKED: 'rcm_tax_not_booked',
    GROUPED: 'group_id IS NOT NULL',
    SUPPLIER_NOT_ON_PORTAL: 'supplier_not_on_portal',
    NOT_EXPECTED_ON_PORTAL: 'not_expected',
    TIME_BARRED: 'time_barred',
    BLOCKED_IN_BOOKS: "b.itc_claim_type = 'INELIGIBLE'",
    PLACE_OF_SUPPLY_RESTRICTED: "p.itc_reason = 'P'",
    FILED_AFTER_CUT_OFF: "p.itc_reason = 'C'",
    REJECTED_IN_IMS: "p.bucket = 'REJECTED'",
    REVERSED_RULE_37A: "p.bucket = 'REVERSED_37A'",
    SUPPLIER_GSTR3B_NOT_FILED: 'p.supplier_filed_gstr3b IS FALSE',
  },
  ['coalesce(b.flags, [])', 'coalesce(p.flags, [])'],
);

const rupees = (paise: string) => `((${paise})::DECIMAL(18,0) / 100)::DECIMAL(18,2)`;

/** Outcomes with the few facts that come from other tables; small columns, so that the wide join below stays narrow. */
const FACTS = `
  SELECT o.*, g.group_id, g.group_side, g.tax_difference AS group_tax_difference,
    coalesce(o.b = g.first_b AND o.p = g.first_p, FALSE) AS is_first_of_group,
    o.p IS NULL AND (d.id IS NOT NULL OR l.id IS NOT NULL) AS duplicate,
    o.b IS NULL AND s.id IS NOT NULL AS superseded, o.b IS NULL AND r.id IS NOT NULL AS repeated
  FROM work.outcome o LEFT JOIN work.group_id g USING (group_no)
    LEFT JOIN work.duplicate d ON d.id = o.b LEFT JOIN work.lost_to_equal l ON l.id = o.b
    LEFT JOIN work.superseded s ON s.id = o.p LEFT JOIN (SELECT DISTINCT id FROM work.repeated) r ON r.id = o.p`;

/** `work.line`: the result columns but for what all exact twins share; ordered by supplier, then books, then portal. */
export const createLines = async (run: Run): Promise<void> => {
  const { connection, settings } = run;
  await createGroupIds(run);
  await createOutcomes(run);
  await connection.run(`
    CREATE TABLE work.line AS
    SELECT row_number() OVER (ORDER BY coalesce(b.party, p.party), o.b NULLS LAST, o.p)::BIGINT AS line_no,
      b.seq AS books_seq, p.seq AS portal_seq, group_id, match_type, match_scope, mismatch_fields,
      coalesce(b.party, p.party) AS party, ambiguous, duplicate, superseded, repeated, heads_swapped, rcm_tax_not_booked,
      superseded OR repeated OR duplicate AS aside,
      ${NOT_EXPECTED} AS not_expected,
      p.id IS NULL AND NOT b.unregistered AND b.kind <> 4 AND pool.sid IS NULL AS supplier_not_on_portal,
      ${CLAIM_MONTH} AS claim_month_no,
      ${timeBarredSql(`DATE ${literal(settings.asOf)}`)} AS time_barred,
      ${FLAGS} AS flags,
      o.score, o.reasons, o.nearest, ${remarkSql} AS remark,
      ${rupees('CASE WHEN group_id IS NULL THEN coalesce(p.direction * p.tax, 0) - coalesce(b.direction * b.tax, 0) WHEN is_first_of_group THEN group_tax_difference ELSE 0 END')} AS tax_difference,
      ${itcActionSql} AS itc_action,
      ${rupees(itcSql('taxable'))} AS taxable_itc,
      ${HEADS.map((head) => `${rupees(itcSql(head))} AS ${head}_itc`).join(',\n      ')},
      ${paymentActionSql} AS payment_action, ${imsActionSql} AS ims_action,
      CASE WHEN itc_action IN ('CLAIM', 'REVERSE') THEN ${periodSql('coalesce(claim_month_no, b.return_month)')} END AS claim_month
    FROM (${FACTS}) o LEFT JOIN work.books b ON b.id = o.b LEFT JOIN work.portal p ON p.id = o.p
      LEFT JOIN work.portal_pool pool ON pool.sid = b.sid`);
  const exact = exactExplanation(settings.weights);
  await connection.run(`
    CREATE OR REPLACE VIEW result AS
    SELECT ${RESULT_COLUMNS.map(({ name }) => EXACT_COLUMNS(exact)[name] ?? name).join(', ')} FROM work.line`);
};

/** Columns that are the same for all exact twins are kept once. */
const EXACT_COLUMNS = ({ score, reasons }: { score: number; reasons: string }): Partial<Record<string, string>> => ({
  score: `coalesce(score, CASE WHEN match_type = 'EXACT' THEN ${score.toFixed(2)} END)::DECIMAL(9,2) AS score`,
  reasons: `coalesce(reasons, ${literal(reasons)}) AS reasons`,
  nearest: `coalesce(nearest, '[]') AS nearest`,
});
