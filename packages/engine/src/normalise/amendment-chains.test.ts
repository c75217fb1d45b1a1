import { describe, expect } from 'vitest';
import {
  booksDocument,
  type DocumentRow,
  interState,
  OTHER_SUPPLIER,
  OWN_DELHI,
  portalDocument,
} from '../testing/documents.ts';
import { lineOf, pairsOf } from '../testing/reconcile-documents.ts';
import { type ScenarioOutcome, scenarioTests } from '../testing/scenarios.ts';

const scenario = scenarioTests();

const asideCount = ({ lines }: ScenarioOutcome, flag: string) =>
  lines.filter(({ flags }) => flags.includes(flag)).length;

/** The amendment of the common invoice, reported a month later. */
const amended = (changes: DocumentRow = {}): DocumentRow =>
  portalDocument({
    section: 'B2BA',
    original_kind: 'INVOICE',
    original_number: 'INV-101',
    original_date: '2026-05-12',
    return_period: '062026',
    supplier_period: '062026',
    supplier_filed_on: '2026-07-10',
    ...changes,
  });

describe('amendments', () => {
  scenario(
    'only the newest version is reconciled; the original says why it stands aside',
    [booksDocument(interState(1_000_000))],
    [portalDocument(), amended(interState(1_000_000))],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['-+p1', 'b1+p2']);
      expect(lineOf(outcome, 'b1').match_type).toBe('EXACT');
      expect(lineOf(outcome, 'p1')).toMatchObject({
        match_type: 'MISSING_IN_PR',
        flags: ['SUPERSEDED_BY_AMENDMENT'],
        itc_action: 'INELIGIBLE',
        igst_itc: '0.00',
        ims_action: null,
        payment_action: null,
        claim_month: null,
      });
      expect(lineOf(outcome, 'p1').remark).toMatch(/amended/);
    },
  );

  scenario(
    'an amended number',
    [booksDocument({ number: 'INV-901' })],
    [portalDocument(), amended({ number: 'INV-901' })],
    (outcome) => expect(pairsOf(outcome)).toEqual(['-+p1', 'b1+p2']),
  );

  const second = { return_period: '072026', supplier_period: '072026', supplier_filed_on: '2026-08-10' };

  scenario(
    'a chain of two: original and first amendment stand aside',
    [booksDocument(interState(800_000))],
    [portalDocument(), amended(interState(900_000)), amended({ ...interState(800_000), ...second })],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['-+p1', '-+p2', 'b1+p3']);
      expect(asideCount(outcome, 'SUPERSEDED_BY_AMENDMENT')).toBe(2);
    },
  );

  scenario(
    'a chain of two whose second names the number of the first',
    [booksDocument({ number: 'INV-902' })],
    [
      amended({ number: 'INV-902', original_number: 'INV-901', ...second }),
      amended({ number: 'INV-901' }),
      portalDocument(),
    ],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['-+p2', '-+p3', 'b1+p1']);
      expect(asideCount(outcome, 'SUPERSEDED_BY_AMENDMENT')).toBe(2);
    },
  );

  scenario(
    'the original counts by supplier, registration, number and financial year',
    [],
    [
      amended({ original_date: '2026-05-14', original_number: 'inv/101' }),
      portalDocument({ date: '2025-05-12' }),
      portalDocument({ number: 'INV-1010' }),
      portalDocument({ own_gstin: OWN_DELHI, pos: '07' }),
      portalDocument({ cp_gstin: OTHER_SUPPLIER }),
      portalDocument({ kind: 'CREDIT_NOTE' }),
    ],
    (outcome) => expect(asideCount(outcome, 'SUPERSEDED_BY_AMENDMENT')).toBe(0),
  );

  scenario(
    'an original that was rejected in the IMS is not superseded: it was never in the credit',
    [booksDocument(interState(900_000))],
    [portalDocument({ bucket: 'REJECTED' }), amended(interState(900_000))],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['-+p1', 'b1+p2']);
      expect(lineOf(outcome, 'p1').flags).toEqual(['REJECTED_IN_IMS']);
    },
  );

  scenario(
    'an amendment that was rejected in the IMS replaces nothing',
    [booksDocument()],
    [portalDocument(), amended({ bucket: 'REJECTED', ...interState(77_700) })],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['-+p2', 'b1+p1']);
      expect(asideCount(outcome, 'SUPERSEDED_BY_AMENDMENT')).toBe(0);
    },
  );

  const note = { kind: 'CREDIT_NOTE', number: 'CN-7' };
  const amendedNote = { ...note, section: 'CDNRA', original_kind: 'CREDIT_NOTE', original_number: 'CN-7' };
  scenario(
    'an amended credit note reduces the credit once',
    [booksDocument({ ...note, ...interState(50_000) })],
    [portalDocument(note), amended({ ...amendedNote, ...interState(50_000) })],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['-+p1', 'b1+p2']);
      expect(outcome.lines.map(({ igst_itc }) => igst_itc).sort()).toEqual(['-90.00', '0.00']);
    },
  );

  const entry = { kind: 'BILL_OF_ENTRY', cp_gstin: null, number: '1234567', port_code: 'INBOM4', pos: null };
  const amendedEntry = { ...entry, section: 'IMPGA', original_kind: 'BILL_OF_ENTRY', original_number: '1234567' };
  scenario(
    'an amended bill of entry keeps its number',
    [booksDocument({ ...entry, ...interState(50_000) })],
    [portalDocument(entry), amended({ ...amendedEntry, ...interState(50_000) })],
    (outcome) => {
      expect(pairsOf(outcome)).toEqual(['-+p1', 'b1+p2']);
      expect(lineOf(outcome, 'b1').match_type).toBe('EXACT');
    },
  );
});

describe('repeats', () => {
  scenario(
    'one document in two files takes part once',
    [booksDocument()],
    [portalDocument(), portalDocument({ source: 'GSTR_2A' })],
    ({ lines }) => {
      expect(lines.map(({ match_type }) => match_type).sort()).toEqual(['EXACT', 'MISSING_IN_PR']);
      expect(lines.find(({ books }) => books === null)).toMatchObject({
        flags: ['REPEATED_ON_PORTAL'],
        itc_action: 'INELIGIBLE',
        igst_itc: '0.00',
        ims_action: null,
      });
    },
  );

  const rejected = portalDocument({ bucket: 'REJECTED' });
  for (const portal of [
    [rejected, portalDocument()],
    [portalDocument(), rejected],
  ])
    scenario(
      `the available report takes part: ${portal.map(({ bucket }) => bucket)}`,
      [booksDocument()],
      portal,
      (outcome) => expect(lineOf(outcome, 'b1')).toMatchObject({ match_type: 'EXACT', itc_action: 'CLAIM' }),
    );

  scenario(
    'another amount, another kind or another date is another document',
    [],
    [
      portalDocument(),
      portalDocument(interState(777)),
      portalDocument({ kind: 'DEBIT_NOTE' }),
      portalDocument({ date: '2026-05-13' }),
    ],
    (outcome) => expect(asideCount(outcome, 'REPEATED_ON_PORTAL')).toBe(0),
  );

  const half = { kind: 'ISD_INVOICE', number: 'ISD/5' };
  scenario(
    'the eligible and the ineligible half of an ISD document are two documents',
    [],
    [portalDocument(half), portalDocument({ ...half, bucket: 'UNAVAILABLE' })],
    (outcome) => expect(asideCount(outcome, 'REPEATED_ON_PORTAL')).toBe(0),
  );
});
