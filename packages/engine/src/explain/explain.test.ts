import { describe, expect, test } from 'vitest';
import { LEVELS } from '../compare/levels-sql.ts';
import { DEFAULT_WEIGHTS } from '../score/default-weights.ts';
import { booksDocument, interState, portalDocument } from '../testing/documents.ts';
import { lineOf, nearestOf, reasonsOf } from '../testing/reconcile-documents.ts';
import { scenarioTests } from '../testing/scenarios.ts';
import { exactExplanation } from './explain-sql.ts';
import { FIELD_NAMES, LEVEL_TEXTS, READING_ORDER } from './field-texts.ts';

const scenario = scenarioTests();

test('every level of every field has a sentence', () => {
  for (const field of READING_ORDER) expect(Object.keys(LEVEL_TEXTS[field]).sort()).toEqual([...LEVELS[field]].sort());
});

describe('reasons', () => {
  scenario(
    'of a pair that differs: what agreed, what differed, in words',
    [booksDocument({ number: 'INV/26-27/0101', date: '2026-05-14', pos: '07', ...interState(1_000_000) })],
    [portalDocument({ ...interState(1_500_000) })],
    (outcome) => {
      const texts = Object.fromEntries(
        reasonsOf(lineOf(outcome, 'b1')).map(({ field, outcome: result, text }) => [field, `${result}: ${text}`]),
      );
      expect(texts).toMatchObject({
        documentReferenceNumber: 'AGREES: Same document number but for the year, separators or leading zeros',
        docDate: 'CLOSE: Dates are 2 days apart: 14-05-2026 in the books, 12-05-2026 on the portal',
        taxableValue: 'DIFFERS: Taxable value is 5000.00 more on the portal',
        taxValue: 'DIFFERS: Tax is 900.00 more on the portal, at the same rate',
        pos: 'DIFFERS: Place of supply is 07 in the books, 27 on the portal',
      });
    },
  );

  scenario('of a weak pair name the rivals', [booksDocument({ number: 'X/77' })], [portalDocument()], (outcome) => {
    const [rivals] = reasonsOf(lineOf(outcome, 'b1')).filter(({ outcome: result }) => result === 'UNKNOWN');
    expect(rivals).toMatchObject({
      field: 'cpGstin',
      weight: -1,
      text: 'Documents of this supplier without an agreeing number: 1',
    });
  });

  scenario('of an exact pair weigh what the score says', [booksDocument()], [portalDocument()], (outcome) => {
    const line = lineOf(outcome, 'b1');
    const { score, reasons } = exactExplanation(DEFAULT_WEIGHTS);
    expect(line).toMatchObject({ score: score.toFixed(2), reasons });
    expect(reasonsOf(line).every(({ outcome: result }) => result === 'AGREES')).toBe(true);
    expect(reasonsOf(line).every(({ field }) => Object.values(FIELD_NAMES).includes(field))).toBe(true);
  });

  scenario(
    'stay JSON whatever the documents hold',
    [booksDocument({ number: 'A"\\\'1/101', cp_name: '"' })],
    [portalDocument({ number: 'A"\\\'2/101', date: '2026-05-13' })],
    (outcome) =>
      expect(outcome.lines.flatMap((line) => [...reasonsOf(line), ...nearestOf(line)]).length).toBeGreaterThan(0),
  );
});

describe('nearest', () => {
  scenario(
    'names the candidate and what kept it apart',
    [booksDocument({ number: 'INV-101', ...interState(1_000_000) })],
    [portalDocument({ number: 'CRN-101', date: '2026-05-30', ...interState(4_000_000) })],
    (outcome) => {
      expect(nearestOf(lineOf(outcome, 'b1'))).toEqual([
        {
          documentReferenceNumber: 'CRN-101',
          documentType: 'INVOICE',
          docDate: '2026-05-30',
          cpGstin: '29AABCS1429B1Z1',
          taxableValue: 40_000,
          taxValue: 7_200,
          score: expect.any(Number),
          keptApart: [
            'Same serial number, but in another series',
            'Dates are 18 days apart: 12-05-2026 in the books, 30-05-2026 on the portal',
            'Taxable value is 30000.00 more on the portal',
            'Tax is 5400.00 more on the portal, at the same rate',
          ],
        },
      ]);
      expect(nearestOf(lineOf(outcome, 'p1'))).toMatchObject([
        { documentReferenceNumber: 'INV-101', taxableValue: 10_000 },
      ]);
    },
  );

  scenario(
    'says that a candidate is taken',
    [booksDocument(), booksDocument({ ...interState(1_000_000), date: '2026-05-14' })],
    [portalDocument({ date: '2026-05-13' })],
    (outcome) => {
      expect(lineOf(outcome, 'p1').books).toBe('b1');
      const [nearest] = nearestOf(lineOf(outcome, 'b2'));
      expect(nearest?.keptApart.at(-1)).toBe('It is paired with a document that fits better');
    },
  );

  scenario(
    'lists three at most, the best first',
    [booksDocument({ number: 'Z-9' })],
    [1, 2, 3, 4, 5].map((at) => portalDocument({ number: `AB-${at}50`, ...interState(2_000_000 + at * 77_777) })),
    (outcome) => {
      const scores = nearestOf(lineOf(outcome, 'b1')).map(({ score }) => score);
      expect(scores).toHaveLength(3);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    },
  );

  scenario(
    'is empty where nothing comes near',
    [booksDocument({ number: 'Z-9', date: '2025-05-01' })],
    [portalDocument({ number: 'AB-150', ...interState(88) })],
    ({ lines }) => expect(lines.map(nearestOf)).toEqual([[], []]),
  );
});
