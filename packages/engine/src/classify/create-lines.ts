import { RESULT_COLUMNS } from '@milaan/gst';
import { exactExplanation } from '../explain/explain-sql.ts';
import { CLAIM_AND_PAY, remarkSql } from '../explain/remark-sql.ts';
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
import { AMOUNT_HEADS, createGroupIds } from './group-ids.ts';
import { findPlainTwins, PLAIN_DOCUMENTS, PLAIN_LINES, rupees } from './plain-lines.ts';

/** Every line and its place: by own registration and supplier, then books, then portal. Numbered while the rows are narrow. */
const numberLines = ({ connection }: Run) =>
  connection.run(`
    CREATE TABLE work.numbered AS
    WITH every AS (
      SELECT b, p, party, TRUE AS is_plain FROM work.plain
      UNION ALL
      SELECT x.b, x.p, b.party, FALSE
      FROM (SELECT b, p FROM work.exact ANTI JOIN work.plain USING (b) UNION ALL SELECT b, p FROM work.pair) x JOIN work.books b ON b.id = x.b
      UNION ALL
      SELECT id, NULL, party, FALSE FROM work.books WHERE id NOT IN (SELECT b FROM work.taken_books)
      UNION ALL
      SELECT NULL, id, party, FALSE FROM work.portal WHERE id NOT IN (SELECT p FROM work.taken_portal)
    )
    SELECT row_number() OVER (ORDER BY party, b NULLS LAST, p)::BIGINT AS line_no, b, p, party, is_plain FROM every`);

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

/** Lines that are not of plain twins, with the few facts that come from other tables; small columns, so that the wide join stays narrow. */
const FACTS = `
  SELECT n.line_no, n.b AS b_id, n.p AS p_id, n.party,
    CASE WHEN n.p IS NULL THEN 'MISSING_IN_GOVT' WHEN n.b IS NULL THEN 'MISSING_IN_PR' ELSE coalesce(g.match_type, f.match_type, 'EXACT') END AS match_type,
    coalesce(f.match_scope, 'GSTIN') AS match_scope, f.mismatch_fields,
    coalesce(f.ambiguous, FALSE) AS ambiguous, coalesce(f.note_kind_differs, FALSE) AS note_kind_differs,
    coalesce(f.rcm_tax_not_booked, FALSE) AS rcm_tax_not_booked, coalesce(f.heads_swapped OR g.heads_differ, FALSE) AS heads_swapped,
    coalesce(f.crosses_year, FALSE) AS crosses_year, f.score, f.reasons,
    coalesce(f.first_books, n.b IS NOT NULL) AS first_books, coalesce(f.first_portal, n.p IS NOT NULL) AS first_portal,
    g.group_id, g.group_side, g.tax_difference AS group_tax_difference,
    n.p IS NULL AND (d.id IS NOT NULL OR l.id IS NOT NULL) AS duplicate,
    n.b IS NULL AND s.id IS NOT NULL AS superseded, n.b IS NULL AND r.id IS NOT NULL AS repeated,
    coalesce(nb.nearest, np.nearest) AS nearest
  FROM work.numbered n
    LEFT JOIN work.pair f ON f.b = n.b AND f.p = n.p
    LEFT JOIN work.group_id g ON g.group_no = f.group_no
    LEFT JOIN work.duplicate d ON d.id = n.b LEFT JOIN work.lost_to_equal l ON l.id = n.b
    LEFT JOIN work.superseded s ON s.id = n.p LEFT JOIN work.repeated r ON r.id = n.p
    LEFT JOIN work.nearest_books nb ON nb.id = n.b LEFT JOIN work.nearest_portal np ON np.id = n.p
  WHERE NOT n.is_plain`;

/** Exact pairs that the assignment found may be plain too; the long decisions need not see them. */
const IS_PLAIN = `coalesce(match_type = 'EXACT' AND ${PLAIN_DOCUMENTS} AND NOT time_barred, FALSE)`;

/** `plain` for plain lines, else the decision. */
const unlessPlain = (plain: string, decision: string): string => `CASE WHEN plain THEN ${plain} ELSE ${decision} END`;

const AMOUNTS = [...AMOUNT_HEADS, 'tax', 'direction'];
const BOOKS_FACTS = ['id', 'seq', 'kind', 'fy', 'return_month', 'unregistered', 'itc_claim_type', 'flags', ...AMOUNTS];
const PORTAL_FACTS = [
  ...[
    'id',
    'seq',
    'kind',
    'fy',
    'return_month',
    'reverse_charge',
    'bucket',
    'itc_reason',
    'flags',
    'ims_itc_reduction',
  ],
  ...HEADS.map((head) => `declared_${head}`),
  'supplier_filed_gstr3b',
  ...AMOUNTS,
];

/** The facts of one side as one struct, so that the steps below may say `b.tax` and `p.tax`. */
const rowSql = (side: 'b' | 'p' | 'share', facts: readonly string[]): string =>
  `{${facts.map((fact) => `'${fact}': ${side}.${fact}`).join(', ')}} AS ${side}`;

/** What the summaries count: the books side of a line, else the portal side; every document once. */
const counted = (column: string): string =>
  `CASE WHEN b.id IS NOT NULL THEN CASE WHEN first_books THEN b.direction * b.${column} ELSE 0 END WHEN first_portal THEN p.direction * p.${column} ELSE 0 END AS counted_${column}`;

/** `work.line`: the result columns but for what all exact twins share, and what the summaries are made of. */
export const createLines = async (run: Run): Promise<void> => {
  const { connection, settings } = run;
  await createGroupIds(run);
  await findPlainTwins(run);
  await numberLines(run);
  // One level per step of the decision: written as one, every later step would repeat the earlier ones in full.
  const joined = `
    SELECT o.*, ${rowSql('b', BOOKS_FACTS)}, ${rowSql('p', PORTAL_FACTS)}, ${rowSql('share', AMOUNT_HEADS)}, pool.sid IS NULL AS unknown_on_portal
    FROM (${FACTS}) o LEFT JOIN work.books b ON b.id = o.b_id LEFT JOIN work.portal p ON p.id = o.p_id
      LEFT JOIN work.portal_pool pool ON pool.sid = b.sid LEFT JOIN work.share share ON share.b = o.b_id AND share.p = o.p_id`;
  const judged = `
    SELECT *, superseded OR repeated OR duplicate AS aside, ${NOT_EXPECTED} AS not_expected,
      p.id IS NULL AND NOT b.unregistered AND b.kind <> 4 AND unknown_on_portal AS supplier_not_on_portal,
      ${CLAIM_MONTH} AS claim_month_no, ${timeBarredSql(`DATE ${literal(settings.asOf)}`)} AS time_barred
    FROM (${joined})`;
  const told = `SELECT *, ${IS_PLAIN} AS plain FROM (${judged})`;
  const decided = `SELECT *, ${unlessPlain("'CLAIM'", itcActionSql)} AS itc_action FROM (${told})`;
  await connection.run(`
    CREATE TABLE work.line AS
    SELECT line_no, b.seq AS books_seq, p.seq AS portal_seq, party, group_id, match_type, match_scope, mismatch_fields,
      duplicate, superseded, repeated, aside, time_barred, first_books, first_portal, p.bucket AS bucket,
      ${unlessPlain('NULL', FLAGS)} AS flags,
      score, reasons, nearest, ${unlessPlain('NULL', remarkSql)} AS remark,
      ${rupees('CASE WHEN plain THEN 0 WHEN group_id IS NULL THEN coalesce(p.direction * p.tax, 0) - coalesce(b.direction * b.tax, 0) WHEN first_books AND first_portal THEN group_tax_difference ELSE 0 END')} AS tax_difference,
      itc_action,
      ${rupees(unlessPlain('p.taxable', itcSql('taxable')))} AS taxable_itc,
      ${HEADS.map((head) => `${rupees(unlessPlain(`p.${head}`, itcSql(head)))} AS ${head}_itc`).join(',\n      ')},
      ${unlessPlain('NULL', paymentActionSql)} AS payment_action, ${imsActionSql} AS ims_action,
      CASE WHEN itc_action IN ('CLAIM', 'REVERSE') THEN ${periodSql('coalesce(claim_month_no, b.return_month)')} END AS claim_month,
      CASE WHEN first_books THEN b.direction * b.tax ELSE 0 END AS books_tax,
      CASE WHEN first_portal AND NOT superseded AND NOT repeated THEN p.direction * p.tax ELSE 0 END AS portal_tax,
      ${['taxable', ...HEADS].map(counted).join(',\n      ')}
    FROM (${decided})
    UNION ALL BY NAME ${PLAIN_LINES}
    ORDER BY line_no`);
  const exact = exactExplanation(settings.weights);
  await connection.run(`
    CREATE OR REPLACE VIEW result AS
    SELECT ${RESULT_COLUMNS.map(({ name }) => SHARED_COLUMNS(exact)[name] ?? name).join(', ')} FROM work.line`);
};

/** What all exact twins, all plain lines or all lone documents share is null in `work.line`, and written once, here. */
const SHARED_COLUMNS = ({ score, reasons }: { score: number; reasons: string }): Partial<Record<string, string>> => ({
  score: `coalesce(score, CASE WHEN match_type = 'EXACT' THEN ${score.toFixed(2)} END)::DECIMAL(9,2) AS score`,
  reasons: `coalesce(reasons, CASE WHEN match_type = 'EXACT' THEN ${literal(reasons)} ELSE '[]' END) AS reasons`,
  nearest: `coalesce(nearest, '[]') AS nearest`,
  mismatch_fields: 'coalesce(mismatch_fields, []) AS mismatch_fields',
  flags: 'coalesce(flags, []) AS flags',
  remark: `coalesce(remark, ${literal(CLAIM_AND_PAY)}) AS remark`,
  payment_action:
    "coalesce(payment_action, CASE WHEN books_seq IS NOT NULL THEN 'PAY_FULL_AMOUNT' END) AS payment_action",
});
