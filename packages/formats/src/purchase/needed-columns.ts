import { COLUMN_ALIASES } from './column-aliases.ts';
import type { ColumnMap } from './map-columns.ts';
import { PURCHASE_FIELDS, type PurchaseFieldName } from './purchase-fields.ts';

/** Fields of which a register needs at least one each. */
type AnyOf = readonly [PurchaseFieldName, ...PurchaseFieldName[]];
const NEEDED: readonly AnyOf[] = [
  ['supplierGstin'],
  ['documentNumber', 'noteNumber', 'importBillNumber'],
  ['documentDate', 'noteDate', 'voucherDate', 'importBillDate'],
  ['itemTaxableAmount', 'voucherValue'],
];

/** Names of the columns that a register lacks, each with the headers that would be taken for it. */
export const missingColumns = (map: ColumnMap): string[] => {
  const needed: readonly AnyOf[] = map.kind === 'MAX_ITC' ? [['documentType'], ...NEEDED] : NEEDED;
  return needed
    .filter((options) => !options.some((field) => map.byField.has(field)))
    .map(([field]) => {
      const { sure, weak = [] } = COLUMN_ALIASES[field];
      return `${PURCHASE_FIELDS[field].title} (for example ${[...sure.slice(0, 4), ...weak.slice(0, 2)].map((a) => JSON.stringify(a)).join(', ')})`;
    });
};
