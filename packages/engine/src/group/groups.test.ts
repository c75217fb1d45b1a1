import { describe, expect } from 'vitest';
import { bought, type DocumentRow, OTHER_SUPPLIER, reported } from '../testing/documents.ts';
import { lineOf, pairsOf } from '../testing/reconcile-documents.ts';
import { type ScenarioOutcome, scenarioTests, sumOf } from '../testing/scenarios.ts';

const scenario = scenarioTests();

const groupsOf = ({ lines }: ScenarioOutcome) => new Set(lines.flatMap(({ group_id }) => group_id ?? []));

describe('one bill in several vouchers', () => {
  const split = (name: string, books: readonly DocumentRow[], more: DocumentRow = {}) =>
    scenario(name, books, [reported('INV-101', 1_234_500, more)], (outcome) => {
      expect(pairsOf(outcome)).toEqual(books.map((_, at) => `b${at + 1}+p1`));
      expect(groupsOf(outcome).size).toBe(1);
      for (const line of outcome.lines)
        expect(line).toMatchObject({
          match_type: 'WITHIN_TOLERANCE',
          itc_action: 'CLAIM',
          ims_action: 'ACCEPT',
          payment_action: 'PAY_FULL_AMOUNT',
        });
      for (const { flags } of outcome.lines) expect(flags).toContain('GROUPED');
      expect(sumOf(outcome, 'igst_itc')).toBe(222_210);
      expect(sumOf(outcome, 'taxable_itc')).toBe(1_234_500);
      expect(sumOf(outcome, 'tax_difference')).toBe(0);
    });
  split('under its number', [bought('INV-101', 1_000_000), bought('INV-101', 234_500)]);
  split('under its number with a suffix', [
    bought('INV-101', 1_000_000),
    bought('INV/0101', 134_500),
    bought('INV-101', 100_000),
  ]);
  split('on several days', [bought('INV-101', 1_000_000), bought('INV-101', 234_500, { date: '2026-05-14' })]);

  for (const [name, first, second] of [
    ['the serial alone', '101/A', '101/B'],
    ['no number', null, null],
    ['own voucher numbers', 'PV/88', 'PV/89'],
  ] as const)
    scenario(
      `under ${name}: a person confirms`,
      [bought(first, 1_000_013), bought(second, 234_487)],
      [reported('INV-101', 1_234_500)],
      (outcome) => {
        expect(pairsOf(outcome)).toEqual(['b1+p1', 'b2+p1']);
        for (const line of outcome.lines)
          expect(line).toMatchObject({
            match_type: 'PROBABLE',
            itc_action: 'PENDING',
            igst_itc: '0.00',
            payment_action: 'HOLD_GST_AMOUNT',
          });
      },
    );

  scenario(
    'one part under the number, the others without one',
    [bought('INV-101', 1_000_013), bought(null, 234_487)],
    [reported('INV-101', 1_234_500)],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['b1+p1', 'b2+p1']);
      expect(outcome.lines.map(({ match_type }) => match_type)).toEqual(['PROBABLE', 'PROBABLE']);
    },
  );
});

describe('several bills in one voucher', () => {
  scenario(
    'portal entries of one number',
    [bought('INV-101', 1_234_500)],
    [reported('INV-101', 1_000_000), reported('INV-101', 234_500)],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['b1+p1', 'b1+p2']);
      expect(outcome.lines.map(({ match_type }) => match_type)).toEqual(['WITHIN_TOLERANCE', 'WITHIN_TOLERANCE']);
      expect(sumOf(outcome, 'igst_itc')).toBe(222_210);
    },
  );

  scenario(
    'a monthly voucher',
    [bought('MAY', 999_983, { date: '2026-05-31' })],
    [
      reported('S-1', 333_311, { date: '2026-05-04' }),
      reported('S-2', 333_313, { date: '2026-05-14' }),
      reported('S-3', 333_359, { date: '2026-05-24' }),
    ],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['b1+p1', 'b1+p2', 'b1+p3']);
      expect(groupsOf(outcome).size).toBe(1);
      expect(outcome.lines.map(({ itc_action }) => itc_action)).toEqual(['PENDING', 'PENDING', 'PENDING']);
      expect(sumOf(outcome, 'tax_difference')).toBe(0);
    },
  );

  scenario(
    'an invoice less its credit note',
    [bought('V-9', 1_000_011)],
    [reported('S-1', 1_234_567), reported('C-1', 234_556, { kind: 'CREDIT_NOTE' })],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['b1+p1', 'b1+p2']);
      expect(lineOf(outcome, 'p1').match_type).toBe('PROBABLE');
      expect(sumOf(outcome, 'tax_difference')).toBe(0);
    },
  );

  scenario(
    'an invoice under its number, booked net of its credit note',
    [bought('INV-101', 1_000_011)],
    [reported('INV-101', 1_234_567), reported('C-1', 234_556, { kind: 'CREDIT_NOTE' })],
    (outcome) => expect(pairsOf(outcome)).toEqual(['b1+p1', 'b1+p2']),
  );
});

describe('a group follows its bill', () => {
  const halves = [bought('INV-101', 1_000_000), bought('INV-101', 234_500)];

  scenario(
    'that was rejected in the IMS',
    halves,
    [reported('INV-101', 1_234_500, { bucket: 'REJECTED' })],
    (outcome) => {
      expect(outcome.lines.map(({ itc_action }) => itc_action)).toEqual(['INELIGIBLE', 'INELIGIBLE']);
      expect(sumOf(outcome, 'igst_itc')).toBe(0);
    },
  );

  scenario(
    'of which a part is blocked under section 17(5)',
    [bought('INV-101', 1_000_000), bought('INV-101', 234_500, { itc_claim_type: 'INELIGIBLE' })],
    [reported('INV-101', 1_234_500)],
    (outcome) => {
      expect(lineOf(outcome, 'b2')).toMatchObject({ itc_action: 'INELIGIBLE', igst_itc: '0.00' });
      expect(sumOf(outcome, 'igst_itc')).toBe(180_000);
    },
  );

  scenario(
    'less the credit note that the portal has under its number',
    [bought('INV-101', 1_000_000)],
    [reported('INV-101', 1_234_500), reported('INV-101', 234_500, { kind: 'CREDIT_NOTE' })],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['b1+p1', 'b1+p2']);
      expect(lineOf(outcome, 'p2').itc_action).toBe('REVERSE');
      expect(sumOf(outcome, 'igst_itc')).toBe(180_000);
      expect(sumOf(outcome, 'tax_difference')).toBe(0);
    },
  );
});

describe('no group', () => {
  const alone = (name: string, books: readonly DocumentRow[], portal: readonly DocumentRow[]) =>
    scenario(name, books, portal, (outcome) => expect(groupsOf(outcome).size).toBe(0));

  alone(
    'where two sets fit',
    [bought(null, 1_000_013), bought(null, 234_487), bought(null, 1_000_013, { date: '2026-05-12' })],
    [reported('INV-101', 1_234_500)],
  );
  alone(
    'where two sets fit under the number',
    [bought('INV-101', 600_000), bought('INV-101', 400_000), bought('INV-101', 400_000)],
    [reported('INV-101', 1_000_000)],
  );
  alone(
    'of round amounts that add up by chance',
    [bought(null, 500_000), bought(null, 300_000), bought(null, 200_000)],
    [reported('INV-101', 800_000)],
  );
  alone(
    'across suppliers',
    [bought('A-1', 1_000_013), bought('A-2', 234_487, { cp_gstin: OTHER_SUPPLIER })],
    [reported('INV-101', 1_234_500)],
  );
  alone(
    'where the tax does not add up',
    [bought('INV-101', 1_000_000), bought('INV-101', 234_500, { igst: '400.00' })],
    [reported('INV-101', 1_234_500)],
  );
  alone(
    'over more than a month',
    [bought(null, 1_000_013, { date: '2026-04-01' }), bought(null, 234_487)],
    [reported('INV-101', 1_234_500)],
  );

  scenario(
    'where one document is the bill by itself',
    [
      bought('INV-101', 1_234_500),
      bought('INV-101', 1_000_000, { date: '2026-05-13' }),
      bought('INV-101', 234_500, { date: '2026-05-14' }),
    ],
    [reported('INV-101', 1_234_500)],
    (outcome) => {
      expect(groupsOf(outcome).size).toBe(0);
      expect(lineOf(outcome, 'b1')).toMatchObject({ portal: 'p1', match_type: 'EXACT' });
    },
  );

  scenario(
    'that two bills could claim: a part goes to neither',
    [bought(null, 1_000_013), bought(null, 234_487)],
    [reported('S-1', 1_234_500), reported('T-7', 1_234_500)],
    (outcome) => {
      expect(groupsOf(outcome).size).toBe(0);
    },
  );
});
