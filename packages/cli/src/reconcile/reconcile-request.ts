import type { ReportFormat } from '@milaan/formats';

import type { PeriodRange } from '../options/parse-periods.ts';

/** A checked `milaan reconcile` command line. */
export interface ReconcileRequest {
  readonly purchases: readonly string[];
  readonly portal: readonly string[];
  readonly out: string;
  readonly pan?: string;
  readonly gstins: readonly string[];
  readonly booksPeriods: PeriodRange;
  readonly portalPeriods: PeriodRange;
  readonly type?: '2b' | '2a';
  readonly tolerancePaise: number;
  readonly dateToleranceDays: number;
  readonly mappingPath?: string;
  readonly formats: readonly ReportFormat[];
  readonly threads: number;
  readonly memoryBytes: number;
  /** Calendar date in India, YYYY-MM-DD, that time limits are judged by. */
  readonly asOf: string;
}
