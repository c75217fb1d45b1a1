import type { MatchType } from '@milaan/gst';
import type { Look } from './style-sheet.ts';

/** Headings of tables. */
export const HEADING: Look = { bold: true, fill: '1F3864', colour: 'FFFFFF' };

/** Headings above the headings, in turn. */
export const GROUP_FILLS: readonly string[] = ['2F5597', '548235', '7F6000'];

/** Fill of a cell that differs from the other side's. */
export const DIFFERENCE_FILL = 'FFC7CE';

const GREEN = 'C6E7CE';
const AMBER = 'FFEB9C';
const RED = 'F4B6B6';

/** Fill of the match type's cell: green is done, amber wants a look, red wants work. */
export const MATCH_TYPE_FILLS: Readonly<Record<MatchType, string>> = {
  EXACT: GREEN,
  WITHIN_TOLERANCE: 'DDF0DF',
  PROBABLE: AMBER,
  MISMATCH: 'F9C9B6',
  MISSING_IN_GOVT: RED,
  MISSING_IN_PR: 'FCD9A8',
  MANUAL: 'CFE2F3',
};

export const RISK_FILLS: Readonly<Record<string, string>> = {
  HIGH: RED,
  MEDIUM: AMBER,
  LOW: 'FFF7D6',
  COMPLIANT: GREEN,
};

export const CREDIT_FILLS = { claimableItc: GREEN, itcAtRisk: AMBER, itcLost: RED } as const;
