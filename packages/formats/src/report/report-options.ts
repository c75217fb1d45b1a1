import type { MatchType } from '@milaan/gst';

export const REPORT_FORMATS = ['jsonl', 'xlsx', 'csv', 'parquet'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Rupees per tax head as decimal text ("1234.50"), so that no float ever holds them. */
export interface HeadAmounts {
  readonly igst: string;
  readonly cgst: string;
  readonly sgst: string;
  readonly cess: string;
}

/** What one match type adds up to. Amounts are rupees as decimal text, books side first, credit notes negative. */
export interface MatchTypeTotals extends HeadAmounts {
  /** Result lines. */
  readonly lines: number;
  /** Documents of the books in them. */
  readonly books: number;
  /** Documents of the portal in them. */
  readonly portal: number;
  readonly taxable: string;
  /** All four heads. */
  readonly tax: string;
}

export interface ItcTotals extends HeadAmounts {
  readonly total: string;
}

/** One file that was read. */
export interface ReportInput {
  readonly side: 'BOOKS' | 'PORTAL';
  readonly file: string;
  readonly documents: number;
}

/** What the Summary sheet shows. The engine's summary has the totals under the same names. */
export interface ReportSummary {
  /** YYYY-MM-DD on which the credit was judged. */
  readonly asOf: string;
  /** Own registrations, sorted. */
  readonly ownGstins: readonly string[];
  /** MMYYYY, inclusive; null where a side was not limited. */
  readonly booksPeriods: { readonly from: string | null; readonly to: string | null };
  readonly portalPeriods: { readonly from: string | null; readonly to: string | null };
  readonly inputs: readonly ReportInput[];
  readonly byMatchType: Readonly<Record<MatchType, MatchTypeTotals>>;
  readonly claimableItc: ItcTotals;
  readonly itcAtRisk: ItcTotals;
  readonly itcLost: ItcTotals;
  /** Sentences a reader of the report must know: caps hit, rejected rows, control totals that differ. */
  readonly notes: readonly string[];
}

export interface ReportProgress {
  readonly stage: 'write';
  /** Name of the file inside the output folder. */
  readonly file: string;
  readonly rows: number;
  readonly totalRows: number;
}

export interface ReportOptions {
  /** Exists; files appear in it under their final names. */
  readonly outFolder: string;
  readonly formats: readonly ReportFormat[];
  readonly username?: string;
  /** `matchingTaskId` of every line. */
  readonly taskId: string;
  /** `matchingRequestType` of every line; MAX_ITC_2B_PR when absent. */
  readonly requestType?: string;
  readonly threads: number;
  readonly summary: ReportSummary;
  readonly onProgress?: (progress: ReportProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ReportFile {
  /** Absolute or as `outFolder` was given. */
  readonly path: string;
  readonly bytes: number;
  /** Lines or rows; null where the file is not made of rows. */
  readonly rows: number | null;
}
