import type { CalendarDate } from './calendar-date.ts';
import { financialYearOf, returnPeriodInFinancialYear } from './financial-year.ts';
import type { ReturnPeriod } from './return-period.ts';

/** Claims of 2017-18 to 2020-21 stand when the return was filed by 30-11-2021 (CGST Act s.16(5)). */
export const RELIEVED_FINANCIAL_YEAR = 2020;

const decisiveYear = (documentDate: CalendarDate): number =>
  Math.max(financialYearOf(documentDate), RELIEVED_FINANCIAL_YEAR) + 1;

/**
 * Last day on which a GSTR-3B may be filed that takes the credit of an invoice or debit note (CGST Act s.16(4)):
 * 30 November after the financial year of the document, or the day the annual return (GSTR-9) of that year was
 * furnished if that came first. A debit note counts by its own date.
 *
 * @example
 * itcTimeLimit('2026-03-31'); // '2026-11-30'
 */
export const itcTimeLimit = (documentDate: CalendarDate, annualReturnFiledOn?: CalendarDate): CalendarDate => {
  const limit = `${decisiveYear(documentDate)}-11-30` as CalendarDate; // 30 November exists in every year
  return annualReturnFiledOn !== undefined && annualReturnFiledOn < limit ? annualReturnFiledOn : limit;
};

/**
 * The last tax period whose GSTR-2B and GSTR-3B can carry the credit: October after the financial year of the document,
 * since its return is filed in November. An early annual return is not considered here.
 */
export const lastUsablePeriod = (documentDate: CalendarDate): ReturnPeriod =>
  returnPeriodInFinancialYear(decisiveYear(documentDate), 10);
