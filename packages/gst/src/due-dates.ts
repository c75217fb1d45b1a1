import type { CalendarDate } from './calendar-date.ts';
import { quarterEndOf, type ReturnPeriod, returnPeriodFromOrdinal, returnPeriodOrdinal } from './return-period.ts';

/** How often a supplier files GSTR-1. QUARTERLY is the QRMP scheme; its optional monthly IFF has the same due day. */
export type FilingFrequency = 'MONTHLY' | 'QUARTERLY';

const dayAfter = (period: ReturnPeriod, day: number): CalendarDate => {
  const next = returnPeriodFromOrdinal(returnPeriodOrdinal(period) + 1);
  return `${next.slice(2)}-${next.slice(0, 2)}-${day}` as CalendarDate; // days 10 to 28 exist in every month
};

/**
 * Day on which GSTR-1 of the period is due: the 11th of the next month, for a quarterly filer the 13th of the month
 * after the quarter (CGST Act s.37(1), N/N 83/2020). Extensions by notification are not known here.
 */
export const gstr1DueDate = (period: ReturnPeriod, frequency: FilingFrequency = 'MONTHLY'): CalendarDate =>
  frequency === 'QUARTERLY' ? dayAfter(quarterEndOf(period), 13) : dayAfter(period, 11);

/** Day on which a monthly filer's GSTR-3B of the period is due: the 20th of the next month (Rule 61(1)(i)). */
export const gstr3bDueDate = (period: ReturnPeriod): CalendarDate => dayAfter(period, 20);

/** Day on which the GSTR-2B of the period is generated: the 14th of the next month (Rule 60(7)). */
export const gstr2bGenerationDate = (period: ReturnPeriod): CalendarDate => dayAfter(period, 14);
