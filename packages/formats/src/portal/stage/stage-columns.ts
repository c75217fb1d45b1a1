/** Tax columns count as 0 when a document has any of them; `value` and the declared reduction may be missing. */
export const TAX_COLUMNS = ['taxable', 'igst', 'cgst', 'sgst', 'cess'] as const;
const DECLARED_COLUMNS = ['declared_igst', 'declared_cgst', 'declared_sgst', 'declared_cess'] as const;
export const AMOUNT_COLUMNS = [...TAX_COLUMNS, 'value', ...DECLARED_COLUMNS] as const;
export type AmountColumn = (typeof AMOUNT_COLUMNS)[number];

export const TEXT_COLUMNS = [
  'kind',
  'number',
  'date_text',
  'supply_type',
  'pos_text',
  'itc_available',
  'itc_reason',
  'ims_status',
  'ims_remarks',
  'irn',
  'irn_date_text',
  'original_kind',
  'original_number',
  'original_date_text',
  'amendment_type',
  'port_code',
  'row_cp_gstin',
  'row_cp_name',
] as const;
export const FLAG_COLUMNS = ['reverse_charge', 'ims_itc_reduction', 'is_amended'] as const;

/** Amounts from 10^13 rupees on are no amounts; they would not add up in DECIMAL(18,2). */
export const AMOUNT_LIMIT = '10000000000000';

/**
 * `portal_stage`: documents that need more than SQL at full speed can do. Amounts whose text is no plain number keep all
 * their texts in `unread`, for `readUnreadAmounts`.
 */
export const createStageSql = (): string => `CREATE OR REPLACE TEMP TABLE portal_stage (g INTEGER, i INTEGER,
  ${TEXT_COLUMNS.map((name) => `${name} VARCHAR`).join(', ')},
  ${FLAG_COLUMNS.map((name) => `${name} BOOLEAN`).join(', ')},
  ${AMOUNT_COLUMNS.map((name) => `${name} DECIMAL(18,2)`).join(', ')},
  item_count INTEGER, is_turned BOOLEAN, unread STRUCT(${AMOUNT_COLUMNS.map((name) => `${name} VARCHAR`).join(', ')}))`;
