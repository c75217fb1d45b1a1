import fc from 'fast-check';
import {
  booksDocument,
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
} from './documents.ts';
import { HEADS, paise } from './row-facts.ts';

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
export interface World {
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

export const CONTENT = [
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
export const pick = (row: DocumentRow, names: readonly (keyof DocumentRow)[]): DocumentRow =>
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
export const worlds = fc.array(world, { minLength: 6, maxLength: 6 });

const ownGstin = (gstin: unknown, at: number) => `${String(gstin).slice(0, 2)}AAACM${String(at).padStart(4, '0')}A1Z5`;
/** The documents of all taxpayers, each with a GSTIN and an id of its own. */
export const identified = (list: readonly World[], side: 'books' | 'portal'): DocumentRow[] =>
  list.flatMap((one, at) =>
    one[side].map((row, index) => ({
      document_id: `${at}/${side[0]}${index}`,
      ...row,
      own_gstin: ownGstin(row.own_gstin, at),
    })),
  );
export const numbered = (rows: readonly DocumentRow[]) => rows.map((row, at): DocumentRow => ({ ...row, seq: at + 1 }));
