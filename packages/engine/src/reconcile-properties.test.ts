import type { DuckDBConnection } from '@duckdb/node-api';
import { DOCUMENT_FLAGS, ITC_ACTIONS, MATCH_SCOPES, MATCH_TYPES, PAYMENT_ACTIONS } from '@milaan/gst';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENGINE_FLAGS } from './classify/engine-flags.ts';
import {
  booksDocument,
  createConnection,
  type DocumentRow,
  interState,
  intraState,
  LOCAL_SUPPLIER,
  OTHER_SUPPLIER,
  OWN,
  OWN_DELHI,
  portalDocument,
  rupees,
  SUPPLIER,
  SUPPLIER_TAMIL_NADU,
} from './testing/documents.ts';
import { type Line, nearestOf, type Outcome, reasonsOf, reconcileDocuments } from './testing/reconcile-documents.ts';

const HEADS = ['igst', 'cgst', 'sgst', 'cess'] as const;
const paise = (amount: unknown) => Math.round(Number(amount) * 100);

/** Small pools, so that documents collide in every way: same number, same amount, same day, one supplier under two GSTINs. */
const NUMBERS = [
  'INV-101',
  'inv/101',
  'INV/26-27/0101',
  '101',
  'CRN-101',
  'INV-102',
  'INV-110',
  'S0B-7',
  '50B/7',
  '7',
  '2627000102',
  null,
];
const DATES = [
  '2026-03-30',
  '2026-04-02',
  '2026-05-05',
  '2026-05-06',
  '2026-05-12',
  '2026-05-14',
  '2026-06-20',
  '2026-12-05',
  '2025-02-11',
];
/** Paise. The first two make up the third, the fourth and fifth are rounding apart, the last are round. */
const AMOUNTS = [345_763, 888_804, 1_234_567, 4_999_950, 5_000_000, 100_000, 200_000];
const PERIODS = ['032025', '042026', '052026', '062026', '122026'];

const registered = fc.record({
  kind: fc.constantFrom('INVOICE', 'INVOICE', 'INVOICE', 'INVOICE', 'CREDIT_NOTE', 'DEBIT_NOTE', 'ISD_INVOICE'),
  cp_gstin: fc.constantFrom(SUPPLIER, SUPPLIER, SUPPLIER, SUPPLIER_TAMIL_NADU, LOCAL_SUPPLIER, OTHER_SUPPLIER, null),
  number: fc.constantFrom(...NUMBERS),
  pos: fc.constantFrom('27', '27', '27', '07', null),
});
const imported = fc.record({
  kind: fc.constant('BILL_OF_ENTRY'),
  cp_gstin: fc.constantFrom(null, null, SUPPLIER),
  number: fc.constantFrom('7654321', '7654322'),
  port_code: fc.constantFrom('INBOM4', 'INMAA1'),
  pos: fc.constant(null),
});
const amounts = fc
  .record({
    paise: fc.constantFrom(...AMOUNTS),
    isLocal: fc.boolean(),
    igstMore: fc.constantFrom(0, 0, 0, 0, 60, 150, 9_000),
  })
  .map(({ paise, isLocal, igstMore }) => {
    const row = isLocal ? intraState(paise) : interState(paise);
    return igstMore === 0 ? row : { ...row, igst: rupees(Math.round(paise * 0.18) + igstMore), cess: rupees(igstMore) };
  });
const common = fc.record({
  own_gstin: fc.constantFrom(OWN, OWN, OWN, OWN_DELHI),
  date: fc.constantFrom(...DATES),
  return_period: fc.constantFrom(...PERIODS),
  reverse_charge: fc.constantFrom(false, false, false, false, true),
});
const content = fc
  .tuple(fc.oneof({ arbitrary: registered, weight: 9 }, { arbitrary: imported, weight: 1 }), amounts, common)
  .map(([party, money, rest]): DocumentRow => ({ ...party, ...money, ...rest }));

const ofBooks = fc.record({
  itc_claim_type: fc.constantFrom(null, null, null, 'INPUT', 'INELIGIBLE'),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'CANCELLED'),
  flags: fc.constantFrom(null, null, ['NUMBER_MISSING']),
});
const ofPortal = fc.record({
  bucket: fc.constantFrom(
    'AVAILABLE',
    'AVAILABLE',
    'AVAILABLE',
    'AVAILABLE',
    'UNAVAILABLE',
    'REJECTED',
    'REVERSED_37A',
  ),
  itc_reason: fc.constantFrom(null, null, 'P', 'C'),
  supplier_filed_gstr3b: fc.constantFrom(null, true, false),
  ims_itc_reduction: fc.constantFrom(null, null, true, false),
  declared_igst: fc.constantFrom(null, '10.00'),
});
const amendment = fc.record({
  original_number: fc.constantFrom('INV-101', 'INV-102', 'CRN-101', '7'),
  original_date: fc.constantFrom('2026-05-05', '2026-05-12'),
});
const AMENDED_SECTIONS: Readonly<Record<string, string>> = {
  INVOICE: 'B2BA',
  CREDIT_NOTE: 'CDNRA',
  DEBIT_NOTE: 'CDNRA',
  ISD_INVOICE: 'ISDA',
  BILL_OF_ENTRY: 'IMPGA',
};

/** Documents of one taxpayer. */
interface World {
  readonly books: readonly DocumentRow[];
  readonly portal: readonly DocumentRow[];
}

const books = fc.tuple(content, ofBooks).map(([row, more]) => booksDocument({ ...row, ...more }));
const portal = fc
  .tuple(content, ofPortal, fc.option(amendment, { freq: 8 }))
  .map(([row, more, amended]) =>
    portalDocument(
      amended === null
        ? { ...row, ...more }
        : { ...row, ...more, section: AMENDED_SECTIONS[String(row.kind)], original_kind: row.kind, ...amended },
    ),
  );

const CONTENT = [
  'kind',
  'own_gstin',
  'cp_gstin',
  'number',
  'date',
  'pos',
  'port_code',
  'reverse_charge',
  'taxable',
  'igst',
  'cgst',
  'sgst',
  'cess',
] as const;
const pick = (row: DocumentRow, names: readonly (keyof DocumentRow)[]): DocumentRow =>
  Object.fromEntries(names.map((name) => [name, row[name]]));

/** Two vouchers that make up the bill to the paisa, under its number or their own. */
const splitOf = (bill: DocumentRow, hasOwnNumbers: boolean): DocumentRow[] =>
  [0, 1].map((part) => {
    const share = (name: 'taxable' | (typeof HEADS)[number]) => {
      const first = Math.floor(paise(bill[name]) * 0.3);
      return rupees(part === 0 ? first : paise(bill[name]) - first);
    };
    const money = Object.fromEntries((['taxable', ...HEADS] as const).map((name) => [name, share(name)]));
    return booksDocument({ ...pick(bill, CONTENT), ...money, ...(hasOwnNumbers ? { number: `PV/${part}` } : {}) });
  });

/** More than half of the portal documents are copies of what the books hold, with or without a difference; some are split in the books. */
const world = fc
  .record({
    bought: fc.array(books, { minLength: 5, maxLength: 34, size: 'max' }),
    reported: fc.array(fc.tuple(portal, fc.nat(), fc.constantFrom('own', 'own', 'copy', 'copy', 'redated')), {
      minLength: 5,
      maxLength: 40,
      size: 'max',
    }),
    splits: fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 3 }),
  })
  .map(({ bought, reported, splits }): World => {
    const bills = reported.map(([row, at, mode]) => {
      if (mode === 'own') return row;
      const names = mode === 'copy' ? CONTENT : CONTENT.filter((name) => name !== 'date');
      const copied = pick(bought[at % bought.length] ?? {}, names);
      return { ...row, ...copied, section: portalDocument({ kind: copied.kind }).section };
    });
    const parts = splits.flatMap(([at, hasOwnNumbers]) => splitOf(bills[at % bills.length] ?? {}, hasOwnNumbers));
    return { books: [...bought, ...parts], portal: bills };
  });

/** Several taxpayers go through one run, which costs the same; none shares anything with another. */
const worlds = fc.array(world, { minLength: 6, maxLength: 6 });
const RUNS = { numRuns: 2, endOnFailure: true } as const;

const ownGstin = (gstin: unknown, at: number) => `${String(gstin).slice(0, 2)}AAACM${String(at).padStart(4, '0')}A1Z5`;
const identified = (list: readonly World[], side: 'books' | 'portal'): DocumentRow[] =>
  list.flatMap((one, at) =>
    one[side].map((row, index) => ({
      document_id: `${at}/${side[0]}${index}`,
      ...row,
      own_gstin: ownGstin(row.own_gstin, at),
    })),
  );
const numbered = (rows: readonly DocumentRow[]) => rows.map((row, at): DocumentRow => ({ ...row, seq: at + 1 }));
const isActive = (row: DocumentRow) => row.status === 'ACTIVE';
const directionOf = (row: DocumentRow) => (row.kind === 'CREDIT_NOTE' || row.kind === 'ISD_CREDIT_NOTE' ? -1 : 1);
const taxOf = (row: DocumentRow) => HEADS.reduce((sum, head) => sum + paise(row[head]), 0);
const alnumOf = (row: DocumentRow) =>
  String(row.number ?? '')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
const byId = (rows: readonly DocumentRow[]) => new Map(rows.map((row) => [String(row.document_id), row]));
const sumOf = <T>(list: Iterable<T>, value: (item: T) => number) =>
  [...list].reduce((sum, item) => sum + value(item), 0);

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await createConnection();
});
afterAll(() => connection.closeSync());

const run = (list: readonly World[], settings = {}) =>
  reconcileDocuments(connection, numbered(identified(list, 'books')), numbered(identified(list, 'portal')), settings);

const grouped = <T, K>(list: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};
const isPair = ({ books, portal }: Line) => books !== null && portal !== null;

const expectEachOnce = ({ lines }: Outcome, rows: readonly DocumentRow[], side: 'books' | 'portal') => {
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

const expectOneToMany = ({ lines }: Outcome) => {
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

const expectSums = ({ lines, suppliers, summary }: Outcome, list: readonly World[]) => {
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

const expectVocabulary = (line: Line) => {
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

const expectExplained = (line: Line) => {
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

const expectExact = (bought: DocumentRow, reported: DocumentRow) => {
  expect(pick(bought, AGREEING)).toEqual(pick(reported, AGREEING));
  expect(alnumOf(bought)).toBe(alnumOf(reported));
  expect(alnumOf(bought)).not.toBe('');
  if (bought.kind !== 'BILL_OF_ENTRY') expect(bought.cp_gstin).toBe(reported.cp_gstin);
  const place = bought.kind === 'BILL_OF_ENTRY' ? 'port_code' : 'pos';
  if (bought[place] && reported[place]) expect(bought[place]).toBe(reported[place]);
};

const expectCreditWithinBoth = (line: Line, bought: DocumentRow | undefined, reported: DocumentRow | undefined) => {
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

describe('whatever the documents', () => {
  test('each is in the results once, the sums are those of the input, and every line means what it says', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (list) => {
        const outcome = await run(list);
        const rows = { books: byId(identified(list, 'books')), portal: byId(identified(list, 'portal')) };
        expectEachOnce(outcome, [...rows.books.values()], 'books');
        expectEachOnce(outcome, [...rows.portal.values()], 'portal');
        expectOneToMany(outcome);
        expectSums(outcome, list);
        expect(outcome.lines.map(({ line_no }) => line_no)).toEqual(outcome.lines.map((_, at) => `${at + 1}`));
        for (const line of outcome.lines) {
          const bought = rows.books.get(`${line.books}`);
          const reported = rows.portal.get(`${line.portal}`);
          expectVocabulary(line);
          expectExplained(line);
          if (line.match_type === 'EXACT') expectExact(bought ?? {}, reported ?? {});
          if (line.group_id === null) expectCreditWithinBoth(line, bought, reported);
        }
      }),
      RUNS,
    );
  });

  test('the order of the rows decides nothing', async () => {
    const order = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 400, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(worlds, order, async (list, places) => {
        const shuffled = (rows: readonly DocumentRow[]) =>
          numbered(
            rows
              .map((row, at) => ({ row, place: places[at % places.length] ?? 0 }))
              .sort((a, b) => a.place - b.place)
              .map(({ row }) => row),
          );
        const straight = await run(list);
        const mixed = await reconcileDocuments(
          connection,
          shuffled(identified(list, 'books')),
          shuffled(identified(list, 'portal')),
        );
        expect(mixed.lines.map((line) => JSON.stringify(line))).toEqual(
          straight.lines.map((line) => JSON.stringify(line)),
        );
        expect(mixed.suppliers).toEqual(straight.suppliers);
        expect({ ...mixed.summary, stageMs: {} }).toEqual({ ...straight.summary, stageMs: {} });
      }),
      RUNS,
    );
  });

  test('an unrelated supplier changes no line of the others', async () => {
    const stranger = '06AAXCZ9999C1Z4';
    await fc.assert(
      fc.asyncProperty(worlds, worlds, async (list, more) => {
        const strange = (rows: readonly DocumentRow[]): DocumentRow[] =>
          rows.map((row, at) => ({
            ...row,
            cp_gstin: stranger,
            kind: 'INVOICE',
            number: `Q/${900_000 + at}`,
            document_id: `${row.own_gstin}/${row.source}/${at}`,
          }));
        const joined = list.map(
          (one, at): World => ({
            books: [...one.books, ...strange(more[at]?.books ?? [])],
            portal: [...one.portal, ...strange(more[at]?.portal ?? [])],
          }),
        );
        const own = ({ lines }: Outcome) =>
          lines
            .filter(({ books, portal }) => !`${books ?? portal}`.includes('AAACM1234A'))
            .map((line) => JSON.stringify({ ...line, line_no: '' }));
        expect(own(await run(joined))).toEqual(own(await run(list)));
      }),
      RUNS,
    );
  });

  test('a link made by a person survives, and the rest stays whole', async () => {
    const picks = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(worlds, picks, async (list, chosen) => {
        const rows = { books: identified(list, 'books'), portal: identified(list, 'portal') };
        const manualLinks = list.flatMap((_, at) => {
          const [first = 0, second = 0] = chosen[at] ?? [];
          const ids = (side: 'books' | 'portal') =>
            rows[side]
              .filter((row) => isActive(row) && `${row.document_id}`.startsWith(`${at}/`))
              .map((row) => `${row.document_id}`);
          const [bought, reported] = [ids('books'), ids('portal')];
          const booksDocumentId = bought[first % bought.length];
          const portalDocumentId = reported[second % reported.length];
          return booksDocumentId === undefined || portalDocumentId === undefined
            ? []
            : [{ booksDocumentId, portalDocumentId }];
        });
        const outcome = await run(list, { manualLinks });
        const linked = outcome.lines.filter(({ match_type }) => match_type === 'MANUAL');
        expect(linked.map(({ books, portal }) => `${books}+${portal}`).sort()).toEqual(
          manualLinks.map(({ booksDocumentId, portalDocumentId }) => `${booksDocumentId}+${portalDocumentId}`).sort(),
        );
        expectEachOnce(outcome, rows.books, 'books');
        expectEachOnce(outcome, rows.portal, 'portal');
        expectSums(outcome, list);
        for (const line of outcome.lines) expectExplained(line);
      }),
      RUNS,
    );
  });

  test('a document whose exact twin comes in is matched to it', async () => {
    const places = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(worlds, places, async (list, chosen) => {
        const twins: string[] = [];
        const keyOf = (row: DocumentRow) =>
          [row.own_gstin, row.cp_gstin, row.kind, alnumOf(row), row.date, row.taxable, taxOf(row)].join('|');
        const changed = list.map((one, at): World => {
          const [first = 0, second = 0] = chosen[at] ?? [];
          const bought = one.books
            .map((row, index) => ({ row, index }))
            .filter(({ row }) => isActive(row) && row.number !== null);
          const { row, index } = bought[first % bought.length] ?? {};
          const target = second % one.portal.length;
          if (row === undefined) return one;
          const isRival = (other: DocumentRow) => keyOf(other) === keyOf(row) || String(other.section).endsWith('A');
          const portal = one.portal.filter((other, place) => place === target || !isRival(other));
          const place = portal.indexOf(one.portal[target] ?? {});
          if (one.books.filter((other) => keyOf(other) === keyOf(row)).length > 1) return one;
          twins.push(`${at}/b${index}+${at}/p${place}`);
          return {
            books: one.books,
            portal: portal.map((other, here) => (here === place ? portalDocument(pick(row, CONTENT)) : other)),
          };
        });
        const { lines } = await run(changed);
        const exact = new Set(
          lines.filter(({ match_type }) => match_type === 'EXACT').map(({ books, portal }) => `${books}+${portal}`),
        );
        expect(twins.filter((pair) => !exact.has(pair))).toEqual([]);
        expect(twins.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
