import { describe, expect, it } from 'vitest';
import { parseDateOfFormat } from './date-format.ts';
import {
  readAmount,
  readDate,
  readGstin,
  readImportType,
  readKind,
  readPeriod,
  readState,
  readSupplyType,
  readYesNo,
} from './read-cell.ts';

const BAD = { value: null, isBad: true };
const ABSENT = { value: null };

describe('cells', () => {
  it('reads a GSTIN, flags a wrong check digit, and knows who has none', () => {
    expect(readGstin('27 aapfu0939f1zv')).toEqual({ value: '27AAPFU0939F1ZV', isFlagged: false });
    expect(readGstin('27AAPFU0939F1ZX')).toEqual({ value: '27AAPFU0939F1ZX', isFlagged: true });
    for (const text of ['URP', 'Unregistered', 'unregistered dealer', '0'])
      expect(readGstin(text)).toEqual({ value: null, isFlagged: true });
    for (const text of ['', '-', 'NA', 'n/a', 'nil']) expect(readGstin(text)).toEqual(ABSENT);
    for (const text of ['27AAPFU0939F1Z', 'GSTIN', '27AAPFU0939F1ZV1']) expect(readGstin(text)).toEqual(BAD);
  });

  it.each([
    ['03-10-2026', '2026-10-03'],
    ['3/10/2026', '2026-10-03'],
    ['2026-10-03 00:00:00', '2026-10-03'],
    ['3-Oct-26', '2026-10-03'],
    ['46298', '2026-10-03'],
    ['46298.5', '2026-10-03'],
    ['10/13/2026', null],
    ['31-02-2026', null],
    ['yesterday', null],
    ['99999', null],
  ])('reads the date %s as %s', (text, date) => {
    expect(readDate(text)).toEqual(date === null ? BAD : { value: date });
  });

  it('takes zeros and dashes for no date', () => {
    for (const text of ['', '-', '00-00-0000', '0000-00-00 00:00:00', '0']) expect(readDate(text)).toEqual(ABSENT);
  });

  it.each([
    ['10/03/2026', 'MM/DD/YYYY', '2026-10-03'],
    ['13/03/2026', 'MM/DD/YYYY', null],
    ['20261003', 'YYYYMMDD', '2026-10-03'],
    ['03Oct2026', 'DDMMMYYYY', '2026-10-03'],
    ['3-October-26', 'DD-MMM-YY', '2026-10-03'],
    ['03.10.2026 12:00', 'DD.MM.YYYY', '2026-10-03'],
    ['2026', 'DD/MM/YYYY', null],
  ])('reads %s by the format %s', (text, format, date) => {
    expect(parseDateOfFormat(text, format)).toBe(date);
  });

  it('reads a date of a workbook whatever the format of its texts', () => {
    expect(readDate('2026-10-03', 'MM/DD/YYYY')).toEqual({ value: '2026-10-03' });
  });

  it('reads states, periods, amounts and answers', () => {
    expect([readState('27-Maharashtra'), readState('Atlantis'), readState('')]).toEqual([{ value: '27' }, BAD, ABSENT]);
    expect([readPeriod('Oct-26'), readPeriod('46298'), readPeriod('13/2026'), readPeriod('')]).toEqual([
      { value: '102026' },
      { value: '102026' },
      BAD,
      ABSENT,
    ]);
    expect([
      readAmount('₹ 1,23,456.78'),
      readAmount('(500)'),
      readAmount('\u00a05'),
      readAmount('-'),
      readAmount('1.23E+05'),
    ]).toEqual([{ value: '123456.78' }, { value: '-500.00' }, { value: '5.00' }, ABSENT, BAD]);
    expect(['Yes', 'TRUE', 'N', '', 'perhaps'].map((text) => readYesNo(text))).toEqual([
      { value: 'Y' },
      { value: 'Y' },
      { value: 'N' },
      { value: 'N' },
      { value: 'N', isBad: true },
    ]);
  });

  it('reads import and supply types', () => {
    expect(
      [
        'Import of Goods',
        'IMPG',
        'Import of Services',
        'IMPGSEZ',
        'Goods from SEZ',
        'Input Service Distributor',
        'All Other ITC',
      ].map((t) => readImportType(t).value),
    ).toEqual(['GOODS', 'GOODS', 'SERVICES', 'SEZ', 'SEZ', 'ISD', null]);
    expect(
      [
        'Registered Regular',
        'B2B',
        'SEWP',
        'SEZ supplies without payment',
        'Deemed Export',
        'Unregistered',
        'Overseas',
        'x',
      ].map((t) => readSupplyType(t).value),
    ).toEqual(['R', 'R', 'SEWP', 'SEWOP', 'DE', 'UNREGISTERED', 'OVERSEAS', null]);
  });

  it('reads the kind: a document type as the supplier says it, a voucher type as the buyer does', () => {
    expect(readKind('MAX_ITC', 'debit', null, null)).toBe('DEBIT_NOTE');
    expect(readKind('MAX_ITC', 'CRN', 'Purchase', null)).toBe('CREDIT_NOTE');
    expect(readKind('MAX_ITC', '', 'Purchase', null)).toBeNull();
    expect(readKind('MAX_ITC', 'memo', null, null)).toBeNull();
    expect(readKind('TALLY', null, 'Debit Note', null)).toBe('CREDIT_NOTE');
    expect(readKind('TALLY', null, 'Journal', null)).toBe('INVOICE');
    expect(readKind('ERPNEXT', null, null, '1')).toBe('CREDIT_NOTE');
    expect(readKind('GENERIC', 'KG', null, null)).toBe('CREDIT_NOTE');
    expect(readKind('GENERIC', null, null, null)).toBe('INVOICE');
  });
});
