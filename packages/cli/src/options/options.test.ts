import { defaultMemoryBytes } from '@milaan/pipeline/memory';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../failure/usage-error.ts';
import { parseAsOf, todayInIndia } from './parse-as-of.ts';
import { parseCount } from './parse-count.ts';
import { parseFormats } from './parse-formats.ts';
import { parseMemory } from './parse-memory.ts';
import { parsePeriodRange } from './parse-periods.ts';
import { checkSamePan, parseGstins, parsePan } from './parse-registrations.ts';
import { parseTolerance } from './parse-tolerance.ts';

describe('parseMemory', () => {
  it.each([
    ['4GB', 4e9],
    ['512 MB', 512e6],
    ['1.5gib', 1.5 * 2 ** 30],
    ['2g', 2e9],
    ['1TB', 1e12],
  ])('%s', (text, bytes) => expect(parseMemory('--memory', text)).toBe(bytes));
  it.each(['', '4', 'GB', '4XB', '-4GB', '4GB; SET x', '1e3GB', '0GB', '100MB', '٤GB'])('refuses %j', (text) =>
    expect(() => parseMemory('--memory', text)).toThrow(UsageError),
  );
  it('has a default between the least and what the machine holds', () => {
    expect(defaultMemoryBytes()).toBeGreaterThanOrEqual(256e6);
    expect(defaultMemoryBytes()).toBeLessThanOrEqual(2.2e9);
  });
});

describe('parseCount', () => {
  it('takes whole numbers within the bounds', () => {
    expect(parseCount('--days', '0', 0, 366)).toBe(0);
    expect(parseCount('--days', '366', 0, 366)).toBe(366);
  });
  it.each(['', '-1', '1.5', '367', '1e2', ' 5', 'ten', '0x10', '9999999999'])('refuses %j', (text) =>
    expect(() => parseCount('--days', text, 0, 366)).toThrow('--days must be a whole number from 0 to 366'),
  );
});

describe('parseFormats', () => {
  it('answers in one order, each once', () =>
    expect(parseFormats('--formats', 'parquet, JSONL,parquet')).toEqual(['jsonl', 'parquet']));
  it.each(['', 'json', 'jsonl,', 'xls'])('refuses %j', (text) =>
    expect(() => parseFormats('--formats', text)).toThrow('--formats knows'),
  );
});

describe('parsePeriodRange', () => {
  const flags = ['--from', '--to'] as const;
  it('leaves an end open that is not given', () => {
    expect(parsePeriodRange(flags, undefined, undefined)).toEqual({});
    expect(parsePeriodRange(flags, '102026', undefined)).toEqual({ from: '102026' });
    expect(parsePeriodRange(flags, undefined, '102026')).toEqual({ to: '102026' });
  });
  it('orders by time, not by text', () =>
    expect(parsePeriodRange(flags, '122025', '012026')).toEqual({ from: '122025', to: '012026' }));
  it('refuses a range that ends before it begins', () =>
    expect(() => parsePeriodRange(flags, '012026', '122025')).toThrow('--from 012026 lies after --to 122025'));
  it.each(['', '132026', '10202', 'yesterday'])('refuses %j', (text) =>
    expect(() => parsePeriodRange(flags, text, undefined)).toThrow(UsageError),
  );
});

describe('registrations', () => {
  it('takes several, by commas or apart, each once', () =>
    expect(parseGstins('--gstin', ['27aaaca1111a1zs,29AAACA1111A1ZO', '27AAACA1111A1ZS'])).toEqual([
      '27AAACA1111A1ZS',
      '29AAACA1111A1ZO',
    ]));
  it('refuses a wrong check digit and names the right one', () =>
    expect(() => parseGstins('--gstin', ['27AAACA1111A1ZX'])).toThrow(/27AAACA1111A1ZX.*S/));
  it('refuses what is no GSTIN', () => expect(() => parseGstins('--gstin', ['27AAACA'])).toThrow(UsageError));
  it('reads a PAN in any case', () => expect(parsePan('--pan', ' aaaca1111a ')).toBe('AAACA1111A'));
  it.each(['', 'AAACA1111', '27AAACA1111A1ZS'])('refuses the PAN %j', (text) =>
    expect(() => parsePan('--pan', text)).toThrow('--pan must be a PAN'),
  );
  it('refuses a GSTIN of another PAN', () => {
    expect(() => checkSamePan('AAACA1111A', ['27AAACB2222B1ZJ'])).toThrow('does not belong to --pan AAACA1111A');
    expect(() => checkSamePan('AAACA1111A', ['29AAACA1111A1ZO'])).not.toThrow();
    expect(() => checkSamePan(undefined, ['27AAACB2222B1ZJ'])).not.toThrow();
  });
});

describe('parseTolerance', () => {
  it.each([
    ['1', 100],
    ['0', 0],
    ['2.50', 250],
    ['10,000', 1_000_000],
  ])('%s', (text, paise) => expect(parseTolerance('--tolerance', text)).toBe(paise));
  it.each(['', '-', '-1', 'ten', '10000.01', '1e9'])('refuses %j', (text) =>
    expect(() => parseTolerance('--tolerance', text)).toThrow('--tolerance must be an amount in rupees'),
  );
});

describe('the day that time limits are judged by', () => {
  it('is the calendar day in India, not of this machine', () => {
    expect(todayInIndia(new Date('2026-11-30T18:29:59Z'))).toBe('2026-11-30');
    expect(todayInIndia(new Date('2026-11-30T18:30:00Z'))).toBe('2026-12-01');
  });
  it('may be given', () => expect(parseAsOf('--as-of', '2026-11-30')).toBe('2026-11-30'));
  it.each(['', '2026-02-30', 'soon'])('refuses %j', (text) =>
    expect(() => parseAsOf('--as-of', text)).toThrow(UsageError),
  );
});
