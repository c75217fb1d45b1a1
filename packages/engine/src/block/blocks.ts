/**
 * Where candidates come from: equi-joins on one key each. A key that would pair too many documents (`pairCap` = books × portal documents
 * that share it) is skipped, counted and reported; `fallback` names the narrower block that still covers its documents.
 * Columns are those of `work.rest_books` / `work.rest_portal`.
 */
export interface Block {
  readonly name: string;
  /** SQL key parts; a null part keeps the document out of the block. */
  readonly key: readonly string[];
  readonly pairCap: number;
  readonly fallback: string | null;
}

export const BLOCKS: readonly Block[] = [
  // The folded key joins all that the core key would.
  { name: 'SUPPLIER_NUMBER', key: ['sid', 'folded'], pairCap: 2_500, fallback: 'PAN_NUMBER_AMOUNT' },
  { name: 'SUPPLIER_DIGITS', key: ['sid', 'serial'], pairCap: 144, fallback: 'PAN_NUMBER_AMOUNT' },
  { name: 'PAN_NUMBER', key: ['gid', 'folded'], pairCap: 100, fallback: 'PAN_NUMBER_AMOUNT' },
  { name: 'PAN_DIGITS', key: ['gid', 'serial', 'date'], pairCap: 100, fallback: 'PAN_NUMBER_AMOUNT' },
  {
    name: 'PAN_NUMBER_AMOUNT',
    key: ['gid', 'coalesce(serial, core)', 'taxable'],
    pairCap: 2_500,
    fallback: 'SUPPLIER_DATE_AMOUNT',
  },
  { name: 'SUPPLIER_AMOUNT', key: ['sid', 'taxable_band'], pairCap: 144, fallback: 'SUPPLIER_DATE_AMOUNT' },
  { name: 'SUPPLIER_TAX', key: ['sid', 'nullif(tax, 0)'], pairCap: 144, fallback: 'SUPPLIER_DATE_AMOUNT' },
  { name: 'SUPPLIER_DATE', key: ['sid', 'date'], pairCap: 36, fallback: 'SUPPLIER_DATE_AMOUNT' },
  { name: 'SUPPLIER_DATE_AMOUNT', key: ['sid', 'date', 'taxable'], pairCap: 10_000, fallback: null },
  { name: 'PAN_DATE_AMOUNT', key: ['gid', 'date', 'taxable'], pairCap: 144, fallback: null },
  {
    name: 'NUMBER_DATE_AMOUNT',
    key: ['pid', 'CASE WHEN length(core) >= 3 THEN coalesce(serial, core) END', 'date', 'taxable'],
    pairCap: 36,
    fallback: null,
  },
  { name: 'BILL_OF_ENTRY', key: ['pid', 'CASE WHEN kind = 4 THEN serial END'], pairCap: 144, fallback: null },
];
