import { type CalendarDate, daysBetween } from './calendar-date.ts';
import { type FilingFrequency, gstr1DueDate } from './due-dates.ts';
import type { ReturnPeriod } from './return-period.ts';

/** From safest to riskiest. */
export const SUPPLIER_RISKS = ['COMPLIANT', 'LOW', 'MEDIUM', 'HIGH'] as const;
export type SupplierRisk = (typeof SUPPLIER_RISKS)[number];

/** Risk by the largest filing delay, in days: HIGH above 60, MEDIUM above 30, LOW from 1, COMPLIANT at 0 or before. */
export const supplierRiskOf = (daysLate: number): SupplierRisk => {
  if (daysLate > 60) return 'HIGH';
  if (daysLate > 30) return 'MEDIUM';
  return daysLate > 0 ? 'LOW' : 'COMPLIANT';
};

/** Days by which GSTR-1 of the period was filed after its due date; 0 when in time. */
export const filingDelayDays = (
  period: ReturnPeriod,
  filedOn: CalendarDate,
  frequency: FilingFrequency = 'MONTHLY',
): number => Math.max(0, daysBetween(gstr1DueDate(period, frequency), filedOn));
