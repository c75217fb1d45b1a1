import { IGNORED_HEADERS } from './column-aliases.ts';
import { ColumnAssignment } from './column-assignment.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { normaliseHeader } from './normalise-header.ts';
import type { PurchaseFieldName } from './purchase-fields.ts';
import { kindOf, type RegisterKind } from './register-kind.ts';

export interface ColumnReading {
  readonly header: string;
  /** The field that the column feeds; null when it feeds none. */
  readonly mappedTo: PurchaseFieldName | null;
  /** Why a column without a field is left out: known and not needed, kept as a custom field, or without a header. */
  readonly use: 'FIELD' | 'NOT_NEEDED' | 'CUSTOM' | 'BLANK';
}

export interface ColumnMap {
  readonly kind: RegisterKind;
  readonly columns: readonly ColumnReading[];
  /** Column indexes by field; more than one only for fields that add up. */
  readonly byField: ReadonlyMap<PurchaseFieldName, readonly number[]>;
  /** Columns kept as custom fields. */
  readonly custom: readonly number[];
  readonly warnings: readonly string[];
}

/**
 * Finds out what the columns of a register mean.
 * @throws InputRefused COLUMN_DUPLICATE when two columns claim one field, COLUMN_MISSING when a mapping names a column
 * that the file does not have.
 */
export const mapColumns = (file: string, titles: readonly string[], mapping?: ColumnMapping): ColumnMap => {
  const headers = titles.map(normaliseHeader);
  const kind = kindOf(headers);
  const assignment = new ColumnAssignment(file, titles, headers, kind);
  if (mapping) assignment.takeMapped(mapping);
  assignment.takeSure();
  assignment.takeWeak();
  assignment.takeHeads();
  if (kind === 'TALLY') assignment.takeTallyLedgers();
  if (kind !== 'MAX_ITC') assignment.takeVoucherNumber();

  const fieldOf = new Map<number, PurchaseFieldName>();
  for (const [field, indexes] of assignment.byField)
    for (const index of indexes) if (!fieldOf.has(index)) fieldOf.set(index, field);
  const columns = titles.map((title, index): ColumnReading => {
    const header = headers[index] ?? '';
    const mappedTo = fieldOf.get(index) ?? null;
    if (mappedTo !== null) return { header: title, mappedTo, use: 'FIELD' };
    if (title.trim() === '') return { header: title, mappedTo, use: 'BLANK' };
    const isKnown =
      assignment.notNeeded.has(index) || IGNORED_HEADERS.has(header) || /(?:\brate| %)$|\bround/.test(header);
    return { header: title, mappedTo, use: isKnown ? 'NOT_NEEDED' : 'CUSTOM' };
  });
  return {
    kind,
    columns,
    byField: assignment.byField,
    custom: columns.flatMap((column, index) => (column.use === 'CUSTOM' ? [index] : [])),
    warnings: assignment.warnings,
  };
};
