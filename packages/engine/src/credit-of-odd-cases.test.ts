import { expect, test } from 'vitest';
import {
  booksDocument,
  bought,
  createConnection,
  interState,
  intraState,
  LOCAL_SUPPLIER,
  portalDocument,
  reported,
} from './testing/documents.ts';
import { lineOf, pairsOf, reconcileDocuments } from './testing/reconcile-documents.ts';
import { scenarioTests, sumOf } from './testing/scenarios.ts';

const manualLinks: { booksDocumentId: string; portalDocumentId: string }[] = [];
const scenario = scenarioTests({ manualLinks });

scenario(
  'IGST that differs by 1.50 on the same head is no head swap',
  [booksDocument({ igst: '1800.00', taxable: '10000.00' })],
  [portalDocument({ igst: '1801.50', taxable: '10000.00' })],
  (o) => {
    expect(lineOf(o, 'b1')).toMatchObject({ match_type: 'MISMATCH', itc_action: 'CLAIM', igst_itc: '1800.00' });
    expect(lineOf(o, 'b1').reasons).not.toMatch(/other heads/);
  },
);
scenario(
  'a rule 37A reversal of a document whose own report is in the run is reversed',
  [booksDocument()],
  [portalDocument(), portalDocument({ bucket: 'REVERSED_37A', return_period: '102026' })],
  (o) => {
    expect(lineOf(o, 'p2')).toMatchObject({ itc_action: 'REVERSE', igst_itc: '-2222.22' });
    expect(lineOf(o, 'p2').flags).not.toContain('REPEATED_ON_PORTAL');
  },
);
scenario(
  'invoice less credit note in the books under one number claims the net',
  [bought('INV-101', 1_234_500), bought('INV-101', 234_500, { kind: 'CREDIT_NOTE' })],
  [reported('INV-101', 1_000_000)],
  (o) => {
    expect(pairsOf(o)).toEqual(['b1+p1', 'b2+p1']);
    expect(sumOf(o, 'igst_itc')).toBe(180_000);
    expect(sumOf(o, 'taxable_itc')).toBe(1_000_000);
  },
);
scenario(
  'a group whose heads are swapped is not claimed as booked',
  [
    booksDocument({ cp_gstin: LOCAL_SUPPLIER, ...interState(600_000) }),
    booksDocument({ cp_gstin: LOCAL_SUPPLIER, ...interState(400_000) }),
  ],
  [portalDocument({ cp_gstin: LOCAL_SUPPLIER, ...intraState(1_000_000) })],
  (o) => {
    expect(sumOf(o, 'igst_itc')).toBe(0);
    for (const line of o.lines) expect(line.match_type).not.toBe('WITHIN_TOLERANCE');
  },
);
const entry = { kind: 'BILL_OF_ENTRY', cp_gstin: null, number: '1234567', port_code: 'INBOM4', pos: null };
scenario(
  'an amended bill of entry replaces that of its own port only',
  [],
  [
    portalDocument({ ...entry, port_code: 'INMAA1' }),
    portalDocument({
      ...entry,
      section: 'IMPGA',
      original_kind: 'BILL_OF_ENTRY',
      original_number: '1234567',
      original_date: '2026-05-12',
      ...interState(50_000),
    }),
  ],
  (o) => {
    expect(lineOf(o, 'p1').flags).toEqual([]);
  },
);
scenario(
  'an amended debit note does not replace an invoice of the same number',
  [],
  [
    portalDocument({ number: '7' }),
    portalDocument({
      number: '7',
      kind: 'DEBIT_NOTE',
      section: 'CDNRA',
      original_kind: 'DEBIT_NOTE',
      original_number: '7',
      original_date: '2026-05-12',
      ...interState(50_000),
    }),
  ],
  (o) => {
    expect(lineOf(o, 'p1').flags).toEqual([]);
  },
);
scenario(
  'a note amended from credit to debit replaces the credit note',
  [],
  [
    portalDocument({ number: '7', kind: 'CREDIT_NOTE' }),
    portalDocument({
      number: '7',
      kind: 'DEBIT_NOTE',
      section: 'CDNRA',
      original_kind: 'CREDIT_NOTE',
      original_number: '7',
      original_date: '2026-05-12',
      ...interState(50_000),
      return_period: '062026',
    }),
  ],
  (o) => {
    expect(lineOf(o, 'p1').flags).toEqual(['SUPERSEDED_BY_AMENDMENT']);
  },
);
for (let k = 0; k < 6; k++)
  scenario(
    `${k}: of two reports the first takes part`,
    [booksDocument({ number: `R-${k}55` })],
    [
      portalDocument({ number: `R-${k}55`, return_period: '062026', document_id: `late${k}` }),
      portalDocument({ number: `R-${k}55`, return_period: '052026', document_id: `early${k}` }),
    ],
    (o) => {
      expect(lineOf(o, 'b1')).toMatchObject({ portal: `early${k}`, claim_month: '052026' });
    },
  );
for (let k = 0; k < 6; k++)
  scenario(
    `${k}: the 2B entry takes part, not its 2A copy`,
    [booksDocument({ number: `R-${k}77` })],
    [
      portalDocument({ number: `R-${k}77`, source: 'GSTR_2A', document_id: `a${k}` }),
      portalDocument({ number: `R-${k}77`, document_id: `bb${k}` }),
    ],
    (o) => {
      expect(lineOf(o, 'b1')).toMatchObject({ portal: `bb${k}` });
    },
  );
scenario(
  'two bills that are short by the same amount: the free voucher goes to neither',
  [bought('INV-101', 1_000_000), bought('INV-202', 2_000_000), bought(null, 345_763)],
  [reported('INV-101', 1_345_763), reported('INV-202', 2_345_763)],
  (o) => {
    expect(lineOf(o, 'b3').portal).toBe(null);
  },
);
const linkedByHand = scenario(
  'manual links one bill to two vouchers: one group, no more credit than the bill, one difference',
  [bought('X1', 700_000), bought('X2', 700_000)],
  [reported('S-9', 1_000_000)],
  (o) => {
    expect(o.lines).toHaveLength(2);
    expect(sumOf(o, 'igst_itc')).toBeLessThanOrEqual(180_000);
    expect(new Set(o.lines.map((l) => l.group_id)).size).toBe(1);
    expect(o.lines[0]?.group_id).not.toBe(null);
    expect(sumOf(o, 'tax_difference')).toBe(180_000 - 252_000);
  },
);
for (const voucher of ['b1', 'b2'])
  manualLinks.push({ booksDocumentId: `${linkedByHand}/${voucher}`, portalDocumentId: `${linkedByHand}/p1` });
scenario(
  'imports and unregistered suppliers share one row',
  [booksDocument({ cp_gstin: null, reverse_charge: true }), booksDocument(entry)],
  [],
  (o) => {
    expect(o.suppliers.filter((s) => s.supplier_gstin === null)).toHaveLength(1);
  },
);
scenario(
  'a group within tolerance claims no more than the portal gives',
  [bought('INV-101', 1_000_000), bought('INV-101', 234_590)],
  [reported('INV-101', 1_234_500)],
  (o) => {
    expect(pairsOf(o)).toEqual(['b1+p1', 'b2+p1']);
    expect(sumOf(o, 'taxable_itc')).toBeLessThanOrEqual(1_234_500);
    expect(sumOf(o, 'igst_itc')).toBeLessThanOrEqual(222_210);
  },
);
scenario(
  'the legs of one bill have one category',
  [bought('INV-101', 1_000_000), bought('INV-101', 234_500, { reverse_charge: true })],
  [reported('INV-101', 1_234_500)],
  (o) => {
    expect(new Set(o.lines.map((l) => l.match_type)).size).toBe(1);
  },
);
scenario(
  'a credit note in the books against an invoice on the portal claims nothing until it is settled',
  [booksDocument({ kind: 'CREDIT_NOTE', ...interState(1_000_000) })],
  [portalDocument({ kind: 'INVOICE', ...interState(1_000_000) })],
  (o) => {
    expect(lineOf(o, 'b1')).toMatchObject({ match_type: 'MISMATCH' });
    expect(lineOf(o, 'b1').itc_action).not.toBe('CLAIM');
  },
);

scenario('a supplier without a filing date has no delay: null, not 0', [booksDocument()], [], (o) => {
  expect(o.suppliers[0]?.days_late).toBe(null);
});
test('a hit cap counts each document once', async () => {
  const connection = await createConnection();
  const many = Array.from({ length: 40 }, (_, at) => ({ number: `S/${1001 + at}`, ...interState(49_900) }));
  const { summary } = await reconcileDocuments(
    connection,
    many.map((row) => booksDocument({ ...row, date: '2026-05-13' })),
    many.map(portalDocument),
  );
  expect(summary.capsHit.find(({ block }) => block === 'SUPPLIER_AMOUNT')?.detail).toMatch(/^80 documents/);
  connection.closeSync();
});
