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

/** The template has a column for each of them; what stands in another one is something else. */
const NEEDED_IN_TEMPLATE: readonly AnyOf[] = [
  ['documentType'],
  ['supplierGstin'],
  ['documentNumber'],
  ['documentDate'],
  ['itemTaxableAmount'],
];

/** Names of the columns that a register lacks, each with the headers that would be taken for it. */
export const missingColumns = (map: ColumnMap): string[] => {
  return (map.kind === 'MAX_ITC' ? NEEDED_IN_TEMPLATE : NEEDED)
    .filter((options) => !options.some((field) => map.byField.has(field)))
    .map(([field]) => {
      const { sure, weak = [] } = COLUMN_ALIASES[field];
      return `${PURCHASE_FIELDS[field].title} (for example ${[...sure.slice(0, 4), ...weak.slice(0, 2)].map((a) => JSON.stringify(a)).join(', ')})`;
    });
};
