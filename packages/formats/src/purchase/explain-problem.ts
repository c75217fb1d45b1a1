import { parseGstin, parseRupees } from '@milaan/gst';
import type { ProblemCode } from './checked-lines.ts';
import type { ColumnMap } from './map-columns.ts';
import { fieldsOfType, isPurchaseFieldName, PURCHASE_FIELDS, type PurchaseFieldName } from './purchase-fields.ts';

const shown = (value: string): string => JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);

const REASONS: Readonly<Record<Exclude<ProblemCode, 'GSTIN' | 'AMOUNT' | 'MISSING'>, string>> = {
  DATE: 'is not a date; write DD-MM-YYYY, DD/MM/YYYY, YYYY-MM-DD or DD-MMM-YYYY.',
  STATE: 'is not a state; write its two-digit code or its name.',
  PERIOD: 'is not a return period; write MMYYYY, such as 102026.',
  KIND: 'is not a document type; write Invoice, Credit or Debit.',
  NOTE: 'is not the type of a note; write Credit or Debit.',
};

const isReason = (code: string): code is keyof typeof REASONS => Object.hasOwn(REASONS, code);

const MISSING: Partial<Record<PurchaseFieldName, string>> = {
  supplierGstin: 'is missing, though the line carries tax; write the GSTIN, or URP for an unregistered supplier.',
  myGstin: 'is missing; fill it in, or name the registration with --gstin.',
};

const invalidAmounts = (cells: readonly string[], map: ColumnMap): string[] =>
  fieldsOfType('amount')
    .flatMap((field) => map.byField.get(field) ?? [])
    .flatMap((index) => {
      const cell = (cells[index] ?? '').trim();
      const parsed = parseRupees(cell);
      return parsed.kind === 'invalid' ? [`${map.columns[index]?.header.trim()} ${shown(cell)} ${parsed.reason}.`] : [];
    });

/**
 * The problems of one row in plain words, one sentence each, with column, value and reason.
 * @param problems `field:CODE`, as the checked lines name them
 */
export const explainProblems = (problems: readonly string[], cells: readonly string[], map: ColumnMap): string[] =>
  problems.flatMap((problem) => {
    const [field = '', code = ''] = problem.split(':');
    if (code === 'AMOUNT') {
      const reasons = invalidAmounts(cells, map);
      return reasons.length > 0 ? reasons : ['An amount cannot be read.'];
    }
    if (!isPurchaseFieldName(field)) return [`${field}: ${code}`];
    const index = map.byField.get(field)?.[0];
    const cell = (index === undefined ? '' : (cells[index] ?? '')).trim();
    const name = (index === undefined ? undefined : map.columns[index]?.header.trim()) || PURCHASE_FIELDS[field].title;
    if (code === 'MISSING' || cell === '') return [`${name} ${MISSING[field] ?? 'is missing.'}`];
    if (code === 'GSTIN') {
      const parsed = parseGstin(cell);
      return [`${name} ${shown(cell)}: ${parsed.ok ? 'The GSTIN cannot be used.' : parsed.reason}`];
    }
    return [`${name} ${shown(cell)} ${isReason(code) ? REASONS[code] : 'cannot be read.'}`];
  });
