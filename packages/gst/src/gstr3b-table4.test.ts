import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS } from './document-kind.ts';
import { TABLE_4_ROWS, type Table4Facts, table4EntryOf } from './gstr3b-table4.ts';
import { SECTIONS } from './section.ts';

const facts = (changes: Partial<Table4Facts>): Table4Facts => ({
  section: 'B2B',
  kind: 'INVOICE',
  reverseCharge: false,
  bucket: 'AVAILABLE',
  ...changes,
});

describe('table4EntryOf', () => {
  it.each<[string, Partial<Table4Facts>, string, 1 | -1]>([
    ['invoice', {}, '4A(5)', 1],
    ['amended invoice', { section: 'B2BA' }, '4A(5)', 1],
    ['e-commerce', { section: 'ECO' }, '4A(5)', 1],
    ['debit note', { section: 'CDNR', kind: 'DEBIT_NOTE' }, '4A(5)', 1],
    ['credit note', { section: 'CDNR', kind: 'CREDIT_NOTE' }, '4A(5)', -1],
    ['reverse charge', { reverseCharge: true }, '4A(3)', 1],
    ['reverse charge credit note', { section: 'CDNR', kind: 'CREDIT_NOTE', reverseCharge: true }, '4A(3)', -1],
    ['reverse charge of the books', { bucket: null, reverseCharge: true }, '4A(3)', 1],
    ['import of services', { bucket: null, reverseCharge: true, importOfServices: true }, '4A(2)', 1],
    ['ISD', { section: 'ISD', kind: 'ISD_INVOICE' }, '4A(4)', 1],
    ['ISD credit note', { section: 'ISDA', kind: 'ISD_CREDIT_NOTE' }, '4A(4)', -1],
    ['import', { section: 'IMPG', kind: 'BILL_OF_ENTRY' }, '4A(1)', 1],
    ['import from SEZ, amended', { section: 'IMPGSEZA', kind: 'BILL_OF_ENTRY' }, '4A(1)', 1],
    ['place of supply', { bucket: 'UNAVAILABLE', itcReason: 'P' }, '4D(2)', 1],
    ['cut-off', { bucket: 'UNAVAILABLE', itcReason: 'C' }, '4D(2)', 1],
    ['unavailable without a reason', { bucket: 'UNAVAILABLE', itcReason: null }, '4D(2)', 1],
    ['place of supply in the books', { bucket: null, itcReason: 'P' }, '4D(2)', 1],
    ['ineligible ISD', { bucket: 'UNAVAILABLE', section: 'ISD', kind: 'ISD_INVOICE' }, '4D(2)', 1],
    ['rule 37A', { bucket: 'REVERSED_37A' }, '4B(2)', 1],
    ['rule 37A credit note', { bucket: 'REVERSED_37A', section: 'CDNR', kind: 'CREDIT_NOTE' }, '4B(2)', -1],
  ])('%s', (_, changes, row, sign) => expect(table4EntryOf(facts(changes))).toEqual({ row, sign }));

  it('puts every available document into 4A and no rejected one anywhere', () => {
    for (const section of SECTIONS) {
      for (const kind of DOCUMENT_KINDS) {
        expect(table4EntryOf(facts({ section, kind }))?.row).toMatch(/^4A/);
        expect(table4EntryOf(facts({ section, kind, bucket: 'REJECTED' }))).toBeNull();
      }
    }
  });

  it('names rows of the table', () => {
    expect(new Set(TABLE_4_ROWS.map(({ row }) => row)).size).toBe(10);
    const places = TABLE_4_ROWS.map(({ part, type }) => `${part}.${type}`);
    expect(new Set(places).size).toBe(10);
  });
});
