import type { ReportSummary } from '@milaan/formats';

const NOTHING = { igst: '0.00', cgst: '0.00', sgst: '0.00', cess: '0.00' };
const NO_LINES = { ...NOTHING, lines: 0, books: 0, portal: 0, taxable: '0.00', tax: '0.00' };
const ANY = { from: null, to: null };

/** The writer wants a summary for its workbook; the floor writes none. */
export const EMPTY_SUMMARY: ReportSummary = {
  asOf: '2026-11-22',
  ownGstins: [],
  booksPeriods: ANY,
  portalPeriods: ANY,
  inputs: [],
  byMatchType: {
    EXACT: NO_LINES,
    WITHIN_TOLERANCE: NO_LINES,
    PROBABLE: NO_LINES,
    MISMATCH: NO_LINES,
    MISSING_IN_GOVT: NO_LINES,
    MISSING_IN_PR: NO_LINES,
    MANUAL: NO_LINES,
  },
  claimableItc: { ...NOTHING, total: '0.00' },
  itcAtRisk: { ...NOTHING, total: '0.00' },
  itcLost: { ...NOTHING, total: '0.00' },
  notes: [],
};
