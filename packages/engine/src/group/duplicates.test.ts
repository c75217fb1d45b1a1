import { describe, expect } from 'vitest';
import {
  booksDocument,
  interState,
  OWN_DELHI,
  portalDocument,
  rupees,
  SUPPLIER_TAMIL_NADU,
} from '../testing/documents.ts';
import { lineOf } from '../testing/reconcile-documents.ts';
import { type ScenarioOutcome, scenarioTests } from '../testing/scenarios.ts';

const scenario = scenarioTests();

const duplicatesOf = ({ lines }: ScenarioOutcome) =>
  lines.filter(({ flags }) => flags.includes('DUPLICATE_IN_BOOKS')).map(({ books }) => books);
const claimedOf = ({ lines }: ScenarioOutcome) =>
  rupees(lines.reduce((sum, { igst_itc }) => sum + Math.round(Number(igst_itc) * 100), 0));

describe('entered twice', () => {
  for (const [name, second] of [
    ['the same in everything', {}],
    ['the number written otherwise', { number: 'inv/26-27/0101' }],
    ['a date within ten days', { date: '2026-05-20' }],
    ['under another registration of the supplier', { cp_gstin: SUPPLIER_TAMIL_NADU }],
    ['under another own registration', { own_gstin: OWN_DELHI }],
  ] as const)
    scenario(name, [booksDocument(), booksDocument(second)], [portalDocument()], (outcome) => {
      expect(outcome.lines).toHaveLength(2);
      const [duplicate] = duplicatesOf(outcome);
      expect(duplicatesOf(outcome)).toHaveLength(1);
      expect(lineOf(outcome, duplicate ?? '')).toMatchObject({
        portal: null,
        match_type: 'MISSING_IN_GOVT',
        itc_action: 'INELIGIBLE',
        payment_action: 'HOLD_FULL_AMOUNT',
        igst_itc: '0.00',
        remark: 'Entered twice in the books: remove this entry, and do not pay or claim it again.',
      });
      expect(claimedOf(outcome)).toBe('2222.22');
    });

  scenario(
    'three times, and on the portal never',
    [booksDocument(), booksDocument(), booksDocument()],
    [],
    (outcome) => {
      expect(duplicatesOf(outcome)).toHaveLength(2);
      expect(outcome.lines.filter(({ itc_action }) => itc_action === 'PENDING')).toHaveLength(1);
    },
  );

  scenario(
    'the entry that agrees in everything stays',
    [booksDocument({ date: '2026-05-10' }), booksDocument(), booksDocument({ date: '2026-05-15' })],
    [portalDocument()],
    (outcome) => {
      expect(lineOf(outcome, 'b2')).toMatchObject({ portal: 'p1', match_type: 'EXACT' });
      expect(duplicatesOf(outcome)).toHaveLength(2);
    },
  );
});

describe('not entered twice', () => {
  for (const [name, second] of [
    ['another amount', interState(1_234_568)],
    ['a date more than ten days off', { date: '2026-05-23' }],
    ['another number', { number: 'INV-102' }],
    ['the other direction', { kind: 'CREDIT_NOTE' }],
    ['another year', { date: '2025-05-12' }],
  ] as const)
    scenario(name, [booksDocument(), booksDocument(second)], [portalDocument()], (outcome) =>
      expect(duplicatesOf(outcome)).toEqual([]),
    );

  scenario(
    'documents without a number',
    [booksDocument({ number: null }), booksDocument({ number: null })],
    [],
    (outcome) => expect(duplicatesOf(outcome)).toEqual([]),
  );

  scenario(
    'what the portal has twice as well',
    [booksDocument(), booksDocument({ date: '2026-05-13' })],
    [portalDocument(), portalDocument({ date: '2026-05-13' })],
    (outcome) => {
      expect(duplicatesOf(outcome)).toEqual([]);
      expect(outcome.lines.map(({ match_type }) => match_type)).toEqual(['EXACT', 'EXACT']);
    },
  );

  scenario(
    'equal halves of a split bill',
    [booksDocument(interState(500_000)), booksDocument(interState(500_000))],
    [portalDocument(interState(1_000_000))],
    (outcome) => {
      expect(duplicatesOf(outcome)).toEqual([]);
      expect(outcome.lines.map(({ group_id }) => group_id !== null)).toEqual([true, true]);
      expect(claimedOf(outcome)).toBe('1800.00');
    },
  );
});
