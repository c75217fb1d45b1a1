import { describe, expect, it } from 'vitest';
import { parseCalendarDate } from './calendar-date.ts';
import { gstr1DueDate, gstr2bGenerationDate, gstr3bDueDate } from './due-dates.ts';
import { isPlaceOfSupplyRestricted, itcClaimTypeOf } from './itc-rules.ts';
import { itcTimeLimit, lastUsablePeriod } from './itc-time-limit.ts';
import { parseReturnPeriod } from './return-period.ts';
import { filingDelayDays, supplierRiskOf } from './supplier-risk.ts';

const day = (text: string) => {
  const parsed = parseCalendarDate(text);
  if (parsed === null) throw new Error(`${text} is no date`);
  return parsed;
};
const period = (text: string) => {
  const parsed = parseReturnPeriod(text);
  if (parsed === null) throw new Error(`${text} is no period`);
  return parsed;
};

describe('itcTimeLimit, s.16(4)', () => {
  it.each([
    ['2024-04-01', '2025-11-30', '102025'],
    ['2025-03-31', '2025-11-30', '102025'],
    ['2025-04-01', '2026-11-30', '102026'],
    ['2026-03-31', '2026-11-30', '102026'],
    ['2026-04-01', '2027-11-30', '102027'],
    ['2021-04-01', '2022-11-30', '102022'],
    // s.16(5)
    ['2017-07-01', '2021-11-30', '102021'],
    ['2019-12-31', '2021-11-30', '102021'],
    ['2021-03-31', '2021-11-30', '102021'],
  ])('of %s is %s, last period %s', (date, limit, last) => {
    expect(itcTimeLimit(day(date))).toBe(limit);
    expect(lastUsablePeriod(day(date))).toBe(last);
  });

  it('ends with an early annual return', () => {
    expect(itcTimeLimit(day('2026-03-31'), day('2026-08-15'))).toBe('2026-08-15');
    expect(itcTimeLimit(day('2026-03-31'), day('2026-12-31'))).toBe('2026-11-30');
  });
});

describe('due dates', () => {
  it('lie in the month after', () => {
    expect(gstr1DueDate(period('102026'))).toBe('2026-11-11');
    expect(gstr2bGenerationDate(period('102026'))).toBe('2026-11-14');
    expect(gstr3bDueDate(period('102026'))).toBe('2026-11-20');
    expect(gstr1DueDate(period('122026'))).toBe('2027-01-11');
  });

  it('lie after the quarter for quarterly filers', () => {
    expect(gstr1DueDate(period('102026'), 'QUARTERLY')).toBe('2027-01-13');
    expect(gstr1DueDate(period('122026'), 'QUARTERLY')).toBe('2027-01-13');
  });
});

describe('place of supply', () => {
  it('denies a Goa hotel bill to a Karnataka registration', () => {
    expect(isPlaceOfSupplyRestricted('30', '30', '29')).toBe(true);
  });
  it.each([
    ['29', '29', '29'],
    ['30', '29', '29'],
    ['30', '27', '29'],
    ['25', '26', '26'],
  ])('allows supplier %s, place %s, own %s', (supplier, pos, own) =>
    expect(isPlaceOfSupplyRestricted(supplier, pos, own)).toBe(false),
  );
});

describe('itcClaimTypeOf', () => {
  it.each([
    ['', 'INPUT'],
    ['  ', 'INPUT'],
    ['Input', 'INPUT'],
    ['ip', 'INPUT'],
    ['INPUT SERVICES', 'INPUT_SERVICES'],
    ['Input Service', 'INPUT_SERVICES'],
    ['input_services', 'INPUT_SERVICES'],
    ['Capital Goods', 'CAPITAL_GOODS'],
    ['cp', 'CAPITAL_GOODS'],
    ['ineligible', 'INELIGIBLE'],
    ['no', 'INELIGIBLE'],
    ['N', 'INELIGIBLE'],
    ['INELIGBLE', 'INELIGIBLE'],
    ['Non-eligible', 'INELIGIBLE'],
    ['not claimable', 'INELIGIBLE'],
    ['Ineligible As Per Section 17(5)', 'INELIGIBLE'],
    ['Ineligible Others', 'INELIGIBLE'],
    ['Blocked credit u/s 17(5)', 'INELIGIBLE'],
    ['Sec. 17(5)', 'INELIGIBLE'],
    ['All Other ITC', 'INPUT'],
    ['Import Of Capital Goods', 'CAPITAL_GOODS'],
    ['Import of Service', 'INPUT_SERVICES'],
    ['Yes', 'INPUT'],
    ['maybe', null],
    ['175', null],
    ['?', null],
  ])('%j is %s', (text, type) => expect(itcClaimTypeOf(text)).toBe(type));
});

describe('supplier risk', () => {
  it.each([
    [-3, 'COMPLIANT'],
    [0, 'COMPLIANT'],
    [1, 'LOW'],
    [30, 'LOW'],
    [31, 'MEDIUM'],
    [60, 'MEDIUM'],
    [61, 'HIGH'],
  ])('%d days late is %s', (days, risk) => expect(supplierRiskOf(days)).toBe(risk));

  it('counts days after the due date', () => {
    expect(filingDelayDays(period('102026'), day('2026-11-11'))).toBe(0);
    expect(filingDelayDays(period('102026'), day('2026-11-01'))).toBe(0);
    expect(filingDelayDays(period('102026'), day('2026-12-11'))).toBe(30);
    expect(filingDelayDays(period('102026'), day('2027-01-14'), 'QUARTERLY')).toBe(1);
  });
});
