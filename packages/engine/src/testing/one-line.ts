import { expect } from 'vitest';
import { booksDocument, type DocumentRow, interState, portalDocument } from './documents.ts';
import { type Line, lineOf } from './reconcile-documents.ts';
import type { scenarioTests } from './scenarios.ts';

export const NO_CREDIT = {
  taxable_itc: '0.00',
  igst_itc: '0.00',
  cgst_itc: '0.00',
  sgst_itc: '0.00',
  cess_itc: '0.00',
} as const;
export const TEN_THOUSAND = interState(1_000_000);

/** Tests of what the one line says that a pair, or a document without a partner, ends in. */
export const oneLineTests = (scenario: ReturnType<typeof scenarioTests>) => ({
  pair: (name: string, books: DocumentRow, portal: DocumentRow, expected: Partial<Line>) =>
    scenario(name, [booksDocument(books)], [portalDocument(portal)], (outcome) => {
      expect(outcome.lines).toHaveLength(1);
      expect(lineOf(outcome, 'b1')).toMatchObject({ portal: 'p1', ...expected });
    }),
  onlyInBooks: (name: string, books: DocumentRow, expected: Partial<Line>) =>
    scenario(name, [booksDocument(books)], [], ({ lines }) =>
      expect(lines).toMatchObject([{ match_type: 'MISSING_IN_GOVT', score: null, reasons: '[]', ...expected }]),
    ),
  onlyOnPortal: (name: string, portal: DocumentRow, expected: Partial<Line>) =>
    scenario(name, [], [portalDocument(portal)], ({ lines }) =>
      expect(lines).toMatchObject([{ match_type: 'MISSING_IN_PR', payment_action: null, score: null, ...expected }]),
    ),
});
