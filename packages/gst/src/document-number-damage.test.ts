import { describe, expect, it } from 'vitest';
import { breaksRule46, isDamagedNumber } from './document-number-damage.ts';

describe('isDamagedNumber', () => {
  it.each([
    '1.23E+15',
    '1.23e+15',
    '1E+05',
    '1.23457E15',
    '10-Nov',
    '1-Nov-26',
    '01-Nov-2026',
    'Nov-26',
    '2026-10-11',
    '2026-10-11 00:00:00',
    '2026-10-11T00:00:00.000Z',
    ' 10-Nov ',
  ])('%j looks damaged', (text) => expect(isDamagedNumber(text)).toBe(true));

  it.each([
    '',
    '1E5',
    '412',
    'INV/26-27/0412',
    'NOV-26',
    'NOV/26',
    '10-11',
    '11-10-2026',
    'E+15',
    '2026-10-112',
    '10-Nov-A',
  ])('%j does not', (text) => expect(isDamagedNumber(text)).toBe(false));
});

describe('breaksRule46', () => {
  it.each(['A', '1234567890123456', 'INV/26-27/0412', 'ab-1', ' INV1 '])('%j keeps it', (text) =>
    expect(breaksRule46(text)).toBe(false),
  );
  it.each(['', '12345678901234567', 'INV 1', 'INV.1', 'INV_1', 'INV#1', 'बिल1'])('%j breaks it', (text) =>
    expect(breaksRule46(text)).toBe(true),
  );
});
