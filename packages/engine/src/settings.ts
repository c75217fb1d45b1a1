import { DEFAULT_WEIGHTS, type MatchWeights } from './score/default-weights.ts';

/** A link made by a person; it survives every later run while both documents exist. */
export interface ManualLink {
  readonly booksDocumentId: string;
  readonly portalDocumentId: string;
}

/** What a run decides by. Amounts in paise, periods as MMYYYY, dates as YYYY-MM-DD. */
export interface ReconcileSettings {
  /** Largest difference of one amount field that still counts as rounding. */
  readonly tolerancePaise: number;
  /** Largest distance of two document dates that still counts as the same bill. */
  readonly dateToleranceDays: number;
  /** A document without an agreeing number may differ by this much in taxable value… */
  readonly probableTolerancePaise: number;
  /** …or by this share of it, whichever is larger. */
  readonly probableToleranceRatio: number;
  readonly booksFrom?: string | undefined;
  readonly booksTo?: string | undefined;
  readonly portalFrom?: string | undefined;
  readonly portalTo?: string | undefined;
  /** Calendar date (IST) on which the credit is judged: s.16(4) counts from it. */
  readonly asOf: string;
  /** Own registrations to reconcile; all when absent. */
  readonly ownGstins?: readonly string[] | undefined;
  /** Own PAN to reconcile; all when absent. */
  readonly pan?: string | undefined;
  readonly manualLinks?: readonly ManualLink[] | undefined;
  readonly weights: MatchWeights;
}

/** The tolerances of the matching specification. `asOf` has no default: the engine knows no clock. */
export const DEFAULT_SETTINGS = {
  tolerancePaise: 100,
  dateToleranceDays: 10,
  probableTolerancePaise: 1_000,
  probableToleranceRatio: 0.01,
  weights: DEFAULT_WEIGHTS,
} as const satisfies Omit<ReconcileSettings, 'asOf'>;
