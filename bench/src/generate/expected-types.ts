import type { MatchType } from '@milaan/gst';
import type { Entry } from './scene.ts';
import type { Scenario } from './settings.ts';

/** The match types that a careful person would accept for a scenario. */
const EXPECTED: Readonly<Record<Scenario, readonly MatchType[]>> = {
  identical: ['EXACT'],
  'number-format': ['EXACT', 'WITHIN_TOLERANCE'],
  'date-only': ['WITHIN_TOLERANCE'],
  'day-month-swap': ['WITHIN_TOLERANCE', 'PROBABLE'],
  rounding: ['WITHIN_TOLERANCE'],
  'amount-differs': ['MISMATCH', 'PROBABLE'],
  'supplier-late': ['EXACT', 'WITHIN_TOLERANCE'],
  amended: ['EXACT', 'WITHIN_TOLERANCE', 'MISMATCH', 'PROBABLE'],
  'same-pan': ['MISMATCH', 'PROBABLE'],
  'own-other-gstin': ['MISMATCH', 'PROBABLE'],
  'head-swap': ['MISMATCH'],
  'number-typo': ['PROBABLE', 'WITHIN_TOLERANCE'],
  split: ['WITHIN_TOLERANCE', 'PROBABLE', 'EXACT'],
  merged: ['WITHIN_TOLERANCE', 'PROBABLE', 'EXACT'],
  'invoice-minus-credit': ['WITHIN_TOLERANCE', 'PROBABLE', 'EXACT'],
  duplicate: ['EXACT', 'WITHIN_TOLERANCE', 'PROBABLE'],
  'never-in-2b': ['MISSING_IN_GOVT'],
  'credit-confusion': ['EXACT', 'WITHIN_TOLERANCE', 'PROBABLE', 'MISMATCH'],
  'reverse-charge-differs': ['MISMATCH'],
  'year-end-crosser': ['WITHIN_TOLERANCE', 'PROBABLE'],
  'number-blank': ['PROBABLE', 'WITHIN_TOLERANCE'],
  'number-cut': ['PROBABLE', 'WITHIN_TOLERANCE'],
  'number-damaged': ['PROBABLE', 'WITHIN_TOLERANCE'],
  'wrong-supplier': ['MISMATCH', 'PROBABLE'],
};

export const expectedTypes = (entry: Entry): readonly MatchType[] =>
  entry.links.length === 0 ? ['MISSING_IN_GOVT'] : EXPECTED[entry.scenario];
