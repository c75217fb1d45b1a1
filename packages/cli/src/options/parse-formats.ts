import type { ReportFormat } from '@milaan/formats';
import { UsageError } from '../failure/usage-error.ts';

/** Named here as well, so that a wrong command line is answered before the database is loaded. */
const REPORT_FORMATS = ['jsonl', 'xlsx', 'csv', 'parquet'] as const satisfies readonly ReportFormat[];

const isReportFormat = (text: string): text is ReportFormat => REPORT_FORMATS.some((format) => format === text);

/** `jsonl,xlsx` in any order; the answer is in the order of `REPORT_FORMATS`. */
export function parseFormats(flag: string, text: string): ReportFormat[] {
  const wanted = text.split(',').map((part) => part.trim().toLowerCase());
  const unknown = wanted.find((part) => !isReportFormat(part));
  if (unknown !== undefined)
    throw new UsageError(
      `${flag} knows ${REPORT_FORMATS.join(', ')}, not "${unknown}".`,
      'Join several by commas: jsonl,xlsx.',
    );
  return REPORT_FORMATS.filter((format) => wanted.includes(format));
}
