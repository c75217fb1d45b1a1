import { MATCH_TYPE_FILLS } from './looks.ts';
import { isMatchType } from './lookups.ts';
import type { Table, TableColumn } from './table-sheet.ts';
import { IMS_ACTION_WORDS, KIND_WORDS, MATCH_TYPE_WORDS, PAYMENT_ACTION_WORDS, periodWords, wordOf } from './words.ts';

/** What there is to do on a line, the first that applies; null when nothing is. */
const TASK_SQL = `CASE
  WHEN list_has_any(r.flags, ['SUPERSEDED_BY_AMENDMENT', 'REPEATED_ON_PORTAL', 'NOT_EXPECTED_ON_PORTAL']) THEN NULL
  WHEN list_contains(r.flags, 'DUPLICATE_IN_BOOKS') THEN 'Remove the second entry'
  WHEN r.match_type = 'MISSING_IN_GOVT' THEN 'Chase the supplier'
  WHEN r.match_type = 'MISSING_IN_PR' THEN 'Find the bill'
  WHEN r.match_type = 'PROBABLE' THEN 'Confirm the pair'
  WHEN r.match_type = 'MISMATCH' THEN 'Settle the difference'
  WHEN r.payment_action <> 'PAY_FULL_AMOUNT' THEN 'Hold the payment' END`;

const tax = (t: string): string => `(${t}.igst + ${t}.cgst + ${t}.sgst + ${t}.cess)`;

/**
 * Credit that depends on the task: what the books have beyond what is claimed, or what differs, or what only the portal
 * has; of a group each leg its own part.
 */
const STAKE_SQL = `CASE
  WHEN p.seq IS NULL THEN ${tax('b')}
  WHEN b.seq IS NULL THEN ${tax('p')}
  WHEN r.group_id IS NOT NULL THEN least(${tax('b')}, ${tax('p')})
  ELSE greatest(abs(r.tax_difference), ${tax('b')} - abs(r.igst_itc + r.cgst_itc + r.sgst_itc + r.cess_itc)) END`;

const COLUMNS: readonly TableColumn[] = [
  {
    heading: 'What to do',
    width: 24,
    kind: 'TEXT',
    sql: `a.task || '|' || a.match_type`,
    word: (value) => value.split('|')[0] ?? value,
    fill: (value) => {
      const matchType = value.split('|')[1] ?? '';
      return isMatchType(matchType) ? MATCH_TYPE_FILLS[matchType] : undefined;
    },
  },
  { heading: 'Tax at stake', width: 15, kind: 'AMOUNT', sql: 'a.stake' },
  { heading: 'Why', width: 60, kind: 'TEXT', sql: 'a.remark' },
  { heading: 'Supplier', width: 30, kind: 'TEXT', sql: 'a.cp_name' },
  { heading: 'Supplier GSTIN', width: 18, kind: 'TEXT', sql: 'a.cp_gstin' },
  { heading: 'Type', width: 13, kind: 'TEXT', sql: 'a.kind', word: wordOf(KIND_WORDS) },
  { heading: 'Number', width: 20, kind: 'TEXT', sql: 'a.number' },
  { heading: 'Date', width: 11, kind: 'DATE', sql: 'a.date' },
  { heading: 'Tax in books', width: 15, kind: 'AMOUNT', sql: 'a.books_tax' },
  { heading: 'Tax on portal', width: 15, kind: 'AMOUNT', sql: 'a.portal_tax' },
  {
    heading: 'Payment',
    width: 16,
    kind: 'TEXT',
    sql: 'a.payment_action',
    word: wordOf(PAYMENT_ACTION_WORDS),
  },
  { heading: 'IMS', width: 12, kind: 'TEXT', sql: 'a.ims_action', word: wordOf(IMS_ACTION_WORDS) },
  { heading: 'In GSTR-3B of', width: 11, kind: 'TEXT', sql: 'a.claim_month', word: periodWords },
  {
    heading: 'Result',
    width: 16,
    kind: 'TEXT',
    sql: 'a.match_type',
    word: (value) => (isMatchType(value) ? MATCH_TYPE_WORDS[value].label : value),
  },
  { heading: 'Own GSTIN', width: 18, kind: 'TEXT', sql: 'a.own_gstin' },
  { heading: 'Voucher', width: 16, kind: 'TEXT', sql: 'a.voucher_number' },
  { heading: 'Due date', width: 11, kind: 'DATE', sql: 'a.due_date' },
];

/** The lines with a task, as a relation. `source` is where the result lines are. */
export const actionsSql = (source: string): string => `
  SELECT * FROM (
    SELECT r.line_no, ${TASK_SQL} AS task, r.match_type, ${STAKE_SQL} AS stake, r.remark, r.payment_action, r.ims_action,
      r.claim_month, coalesce(b.cp_name, p.cp_name) AS cp_name, coalesce(b.cp_gstin, p.cp_gstin) AS cp_gstin,
      coalesce(b.kind, p.kind) AS kind, coalesce(b.number, p.number) AS number, coalesce(b.date, p.date) AS date,
      ${tax('b')} AS books_tax, ${tax('p')} AS portal_tax, coalesce(b.own_gstin, p.own_gstin) AS own_gstin,
      b.voucher_number, b.due_date
    FROM ${source} r LEFT JOIN books b ON b.seq = r.books_seq LEFT JOIN portal p ON p.seq = r.portal_seq)
  WHERE task IS NOT NULL`;

/** What to do, the most tax at stake first. `relation` holds `actionsSql`. */
export const actionsTable = (relation: string, rows: number): Table => ({
  name: 'Action list',
  columns: COLUMNS,
  fromSql: `(FROM ${relation} ORDER BY stake DESC, line_no) a`,
  rows,
  frozenColumns: 1,
});
