import { describe, expect, it } from 'vitest';
import { parseResultLine } from './result-line.ts';

describe('parseResultLine', () => {
  it('reads both sides', () => {
    const line = {
      pr: { externalId: 'PR00000012' },
      govt: {
        cpGstin: '27AAPFU0939F1ZV',
        documentType: 'INVOICE',
        documentReferenceNumber: 'A/1',
        docDate: '2026-01-10',
        taxableValue: 0.29,
      },
      result: { matchType: 'EXACT' },
    };
    expect(parseResultLine(JSON.stringify(line))).toEqual({
      externalId: 'PR00000012',
      portal: '27AAPFU0939F1ZV|INVOICE|A/1|2026-01-10',
      portalTaxablePaise: 29,
      matchType: 'EXACT',
    });
  });
  it('reads an import without a supplier, and a side that is missing', () => {
    const govt = {
      cpGstin: null,
      documentType: 'BILL_OF_ENTRY',
      documentReferenceNumber: '7712345',
      docDate: '2026-01-10',
      taxableValue: 5,
    };
    const line = parseResultLine(JSON.stringify({ pr: null, govt, result: { matchType: 'MISSING_IN_PR' } }));
    expect(line).toMatchObject({ externalId: null, portal: '|BILL_OF_ENTRY|7712345|2026-01-10' });
  });
  it('refuses a match type that is none', () => {
    expect(() => parseResultLine('{"pr":null,"govt":null,"result":{"matchType":"MAYBE"}}')).toThrow('MAYBE');
  });
});
