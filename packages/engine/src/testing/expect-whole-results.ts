import { DOCUMENT_FLAGS, ITC_ACTIONS, MATCH_SCOPES, MATCH_TYPES, PAYMENT_ACTIONS } from '@milaan/gst';
import { expect } from 'vitest';
import { ENGINE_FLAGS } from '../classify/engine-flags.ts';
import type { DocumentRow } from './documents.ts';
import { type Line, nearestOf, type Outcome, reasonsOf } from './reconcile-documents.ts';
import { alnumOf, directionOf, HEADS, isActive, paise, sumOf, taxOf } from './row-facts.ts';
import { identified, pick, type World } from './worlds.ts';

const grouped = <T, K>(list: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};
const isPair = ({ books, portal }: Line) => books !== null && portal !== null;

export const expectEachOnce = ({ lines }: Outcome, rows: readonly DocumentRow[], side: 'books' | 'portal') => {
  const linesOf = grouped(
    lines.filter((line) => line[side] !== null),
    (line) => line[side],
  );
  expect([...linesOf.keys()].sort()).toEqual(
    rows
      .filter(isActive)
      .map((row) => row.document_id)
      .sort(),
  );
  for (const [id, own] of linesOf) {
    const others = own.map((line) => line[side === 'books' ? 'portal' : 'books']);
    expect(new Set(others).size, `${id}`).toBe(own.length);
    if (own.length > 1)
      expect(
        own.map(({ group_id }) => group_id),
        `${id}`,
      ).toEqual(own.map(() => expect.stringMatching(/^grp_/)));
  }
};

export const expectOneToMany = ({ lines }: Outcome) => {
  const groups = grouped(
    lines.filter(({ group_id }) => group_id !== null),
    ({ group_id }) => group_id,
  );
  for (const members of groups.values()) {
    const sizes = (['books', 'portal'] as const).map((side) => new Set(members.map((line) => line[side])).size);
    expect(sizes.sort((a, b) => a - b)).toEqual([1, members.length]);
    expect(members.length).toBeGreaterThan(1);
  }
};

export const expectSums = ({ lines, suppliers, summary }: Outcome, list: readonly World[]) => {
  const all = {
    books: identified(list, 'books').filter(isActive),
    portal: identified(list, 'portal').filter(isActive),
  };
  const setAside = new Set(
    lines
      .filter(({ flags }) => flags.includes('SUPERSEDED_BY_AMENDMENT') || flags.includes('REPEATED_ON_PORTAL'))
      .map(({ portal }) => portal),
  );
  const unbooked = new Set(lines.filter(({ books }) => books === null).map(({ portal }) => portal));
  const lone = all.portal.filter(({ document_id }) => unbooked.has(`${document_id}`));
  const byType = Object.values(summary.byMatchType);
  for (const head of HEADS) {
    const signed = (row: DocumentRow) => directionOf(row) * paise(row[head]);
    expect(
      sumOf(byType, (type) => paise(type[head])),
      head,
    ).toBe(sumOf(all.books, signed) + sumOf(lone, signed));
  }
  const tax = (row: DocumentRow) => directionOf(row) * taxOf(row);
  expect(sumOf(byType, (type) => type.books)).toBe(all.books.length);
  expect(sumOf(suppliers, ({ books_tax }) => paise(books_tax))).toBe(sumOf(all.books, tax));
  expect(sumOf(suppliers, ({ portal_tax }) => paise(portal_tax))).toBe(
    sumOf(
      all.portal.filter(({ document_id }) => !setAside.has(`${document_id}`)),
      tax,
    ),
  );
  expect(sumOf(lines, ({ tax_difference }) => paise(tax_difference))).toBe(
    sumOf(all.portal, tax) - sumOf(all.books, tax),
  );
};

const FIELD_NAMES = [
  'documentReferenceNumber',
  'documentType',
  'docDate',
  'cpGstin',
  'myGstin',
  'pos',
  'portCode',
  'reverseChargeApplicable',
  'taxableValue',
  ...HEADS,
];
const FLAGS = [...Object.keys(ENGINE_FLAGS), ...Object.keys(DOCUMENT_FLAGS)];
const oneOf = (list: readonly string[]) => expect.toSatisfy((value: unknown) => list.includes(String(value)));

export const expectVocabulary = (line: Line) => {
  expect(line).toMatchObject({
    match_type: oneOf(MATCH_TYPES),
    match_scope: oneOf(MATCH_SCOPES),
    itc_action: oneOf(ITC_ACTIONS),
    payment_action: line.books === null ? null : oneOf(PAYMENT_ACTIONS),
    ims_action: line.ims_action === null ? null : oneOf(['ACCEPT', 'PENDING']),
    claim_month: ['CLAIM', 'REVERSE'].includes(line.itc_action)
      ? expect.stringMatching(/^(0[1-9]|1[0-2])20\d\d$/)
      : null,
    remark: expect.stringMatching(/^[A-Z].+\.$/),
  });
  expect(line.mismatch_fields.filter((field) => !FIELD_NAMES.includes(field))).toEqual([]);
  expect(line.flags.filter((flag) => !FLAGS.includes(flag))).toEqual([]);
  expect(line.match_type === 'MISSING_IN_GOVT').toBe(line.portal === null);
  expect(line.match_type === 'MISSING_IN_PR').toBe(line.books === null);
  if (line.flags.includes('AMBIGUOUS')) expect(line.match_type).toBe('PROBABLE');
};

export const expectExplained = (line: Line) => {
  if (isPair(line)) {
    expect(Math.abs(sumOf(reasonsOf(line), ({ weight }) => weight) - Number(line.score))).toBeLessThanOrEqual(0.05);
    for (const reason of reasonsOf(line))
      expect(reason).toEqual({
        field: oneOf([...FIELD_NAMES, 'taxValue']),
        outcome: oneOf(['AGREES', 'CLOSE', 'DIFFERS', 'UNKNOWN']),
        weight: expect.any(Number),
        text: expect.stringMatching(/\S/),
      });
    expect(nearestOf(line)).toEqual([]);
    return;
  }
  expect({ score: line.score, reasons: line.reasons }).toEqual({ score: null, reasons: '[]' });
  const scores = nearestOf(line).map(({ score }) => score);
  expect(scores.length).toBeLessThanOrEqual(3);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
};

/** Columns that two documents must share to be called exactly equal. */
const AGREEING = ['own_gstin', 'kind', 'date', 'taxable', 'igst', 'cgst', 'sgst', 'cess', 'reverse_charge'] as const;

export const expectExact = (bought: DocumentRow, reported: DocumentRow) => {
  expect(pick(bought, AGREEING)).toEqual(pick(reported, AGREEING));
  expect(alnumOf(bought)).toBe(alnumOf(reported));
  expect(alnumOf(bought)).not.toBe('');
  if (bought.kind !== 'BILL_OF_ENTRY') expect(bought.cp_gstin).toBe(reported.cp_gstin);
  const place = bought.kind === 'BILL_OF_ENTRY' ? 'port_code' : 'pos';
  if (bought[place] && reported[place]) expect(bought[place]).toBe(reported[place]);
};

export const expectCreditWithinBoth = (
  line: Line,
  bought: DocumentRow | undefined,
  reported: DocumentRow | undefined,
) => {
  for (const head of HEADS) {
    const credit = paise(line[`${head}_itc`]);
    if (line.itc_action === 'CLAIM') {
      expect(credit).toBeGreaterThanOrEqual(0);
      if (reported) expect(credit).toBeLessThanOrEqual(paise(reported[head]));
      if (bought && !line.flags.includes('RCM_TAX_NOT_BOOKED')) expect(credit).toBeLessThanOrEqual(paise(bought[head]));
    } else if (line.itc_action === 'REVERSE') expect(credit).toBeLessThanOrEqual(0);
    else expect(credit).toBe(0);
  }
};
