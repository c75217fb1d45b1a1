import { describe, expect, it } from 'vitest';
import { DOCUMENT_KINDS, kindOfVoucherType, oppositeKind, parseDocumentKind, signOf } from './document-kind.ts';

describe('parseDocumentKind', () => {
  it.each([
    ['invoice', 'INVOICE'],
    ['INV', 'INVOICE'],
    ['Tax Invoice', 'INVOICE'],
    ['Bill of Supply', 'INVOICE'],
    ['Purchase', 'INVOICE'],
    ['credit', 'CREDIT_NOTE'],
    ['CRN', 'CREDIT_NOTE'],
    ['CN', 'CREDIT_NOTE'],
    ['C', 'CREDIT_NOTE'],
    ['Credit Note', 'CREDIT_NOTE'],
    ['credit-note', 'CREDIT_NOTE'],
    ['CREDIT_NOTE', 'CREDIT_NOTE'],
    ['Purchase Return', 'CREDIT_NOTE'],
    ['debit', 'DEBIT_NOTE'],
    ['DBN', 'DEBIT_NOTE'],
    ['DN', 'DEBIT_NOTE'],
    ['D', 'DEBIT_NOTE'],
    ['Debit Note', 'DEBIT_NOTE'],
    ['Supplementary Invoice', 'DEBIT_NOTE'],
    ['Bill of Entry', 'BILL_OF_ENTRY'],
    ['BOE', 'BILL_OF_ENTRY'],
    ['ISD Invoice', 'ISD_INVOICE'],
    ['ISDI', 'ISD_INVOICE'],
    ['ISDC', 'ISD_CREDIT_NOTE'],
    ['ISD Credit Note', 'ISD_CREDIT_NOTE'],
  ])('%j is %s', (text, kind) => expect(parseDocumentKind(text)).toBe(kind));

  it.each(['', '1', 'CDN', 'challan', 'invoice or bill'])('%j is not known', (text) =>
    expect(parseDocumentKind(text)).toBeNull(),
  );

  it('reads every kind by its own name', () => {
    for (const kind of DOCUMENT_KINDS) expect(parseDocumentKind(kind)).toBe(kind);
  });
});

describe('kindOfVoucherType', () => {
  it.each([
    ['Purchase', 'INVOICE'],
    ['GST Purchase', 'INVOICE'],
    ['Purchase Bills', 'INVOICE'],
    ['Debit Note', 'CREDIT_NOTE'],
    ['Debit Note Local', 'CREDIT_NOTE'],
    ['Purchase Return', 'CREDIT_NOTE'],
    ['Return', 'CREDIT_NOTE'],
    ['Credit Note', 'DEBIT_NOTE'],
    ['Purchase Order', null],
    ['Sales', null],
    ['Sales Return', null],
    ['Journal', null],
    ['', null],
  ])('%j is %s', (text, kind) => expect(kindOfVoucherType(text)).toBe(kind));
});

describe('direction', () => {
  it('is negative for credit notes alone', () => {
    expect(DOCUMENT_KINDS.filter((kind) => signOf(kind) === -1)).toEqual(['CREDIT_NOTE', 'ISD_CREDIT_NOTE']);
  });

  it('is turned by the opposite kind', () => {
    for (const kind of DOCUMENT_KINDS) {
      const opposite = oppositeKind(kind);
      expect(opposite === null ? kind : signOf(opposite) + signOf(kind)).toBe(
        kind === 'BILL_OF_ENTRY' ? 'BILL_OF_ENTRY' : 0,
      );
    }
    expect(oppositeKind('INVOICE')).toBe('CREDIT_NOTE');
    expect(oppositeKind('CREDIT_NOTE')).toBe('DEBIT_NOTE');
  });
});
