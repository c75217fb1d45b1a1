import { MATCH_TYPES } from '@milaan/gst';
import { RISK_FILLS } from './looks.ts';
import type { Table, TableColumn } from './table-sheet.ts';
import { MATCH_TYPE_WORDS, PAYMENT_ACTION_WORDS, periodWords, RISK_WORDS, wordOf } from './words.ts';

const COLUMNS: readonly TableColumn[] = [
  { heading: 'Supplier', width: 34, kind: 'TEXT', sql: 'supplier_name', group: 'Supplier' },
  { heading: 'Supplier GSTIN', width: 18, kind: 'TEXT', sql: 'supplier_gstin', group: 'Supplier' },
  { heading: 'Own GSTIN', width: 18, kind: 'TEXT', sql: 'own_gstin', group: 'Supplier' },
  {
    heading: 'Payment',
    width: 16,
    kind: 'TEXT',
    sql: 'payment_action',
    word: wordOf(PAYMENT_ACTION_WORDS),
    group: 'What to do',
  },
  {
    heading: 'Risk',
    width: 11,
    kind: 'TEXT',
    sql: 'risk',
    word: wordOf(RISK_WORDS),
    fill: (value) => RISK_FILLS[value],
    group: 'What to do',
  },
  { heading: 'Credit at risk', width: 15, kind: 'AMOUNT', sql: 'itc_at_risk', group: 'Tax' },
  { heading: 'Credit to claim now', width: 15, kind: 'AMOUNT', sql: 'claimable_itc', group: 'Tax' },
  { heading: 'Tax in books', width: 15, kind: 'AMOUNT', sql: 'books_tax', group: 'Tax' },
  { heading: 'Tax on portal', width: 15, kind: 'AMOUNT', sql: 'portal_tax', group: 'Tax' },
  { heading: 'Last filed on', width: 12, kind: 'DATE', sql: 'last_filed_on', group: 'Filing' },
  {
    heading: 'Last period filed',
    width: 12,
    kind: 'TEXT',
    sql: 'last_filed_period',
    word: periodWords,
    group: 'Filing',
  },
  {
    heading: 'GSTR-3B filed',
    width: 10,
    kind: 'TEXT',
    sql: "CASE WHEN gstr3b_filed THEN 'Yes' WHEN NOT gstr3b_filed THEN 'No' END",
    group: 'Filing',
  },
  { heading: 'Days late', width: 8, kind: 'COUNT', sql: 'days_late', group: 'Filing' },
  ...MATCH_TYPES.flatMap((matchType): TableColumn[] => {
    const group = MATCH_TYPE_WORDS[matchType].label;
    const name = matchType.toLowerCase();
    return [
      { heading: 'Lines', width: 9, kind: 'COUNT', sql: `${name}_count`, group },
      { heading: 'Tax', width: 15, kind: 'AMOUNT', sql: `${name}_tax`, group },
    ];
  }),
];

/** One row per own registration and supplier, the most credit at risk first. */
export const suppliersTable = (rows: number): Table => ({
  name: 'Suppliers',
  columns: COLUMNS,
  fromSql: '(FROM supplier ORDER BY itc_at_risk DESC, own_gstin, supplier_gstin NULLS LAST)',
  rows,
  frozenColumns: 1,
});
