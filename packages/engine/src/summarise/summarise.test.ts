import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  booksDocument,
  createConnection,
  interState,
  intraState,
  LOCAL_SUPPLIER,
  OTHER_SUPPLIER,
  OWN,
  portalDocument,
  SUPPLIER,
} from '../testing/documents.ts';
import { type Outcome, reconcileDocuments } from '../testing/reconcile-documents.ts';

const TEN_THOUSAND = interState(1_000_000);
const local = { cp_gstin: LOCAL_SUPPLIER, ...intraState(2_000_000) };
const other = { cp_gstin: OTHER_SUPPLIER };

const BOOKS = [
  booksDocument({ number: 'A-11', ...TEN_THOUSAND }),
  booksDocument({ number: 'CN-7', kind: 'CREDIT_NOTE', ...interState(100_000) }),
  booksDocument({ number: 'A-23', ...interState(3_333_300) }),
  booksDocument({ number: 'A-35', ...interState(500_000) }),
  booksDocument({ number: 'A-35', ...interState(500_000) }),
  booksDocument({ ...local, number: 'L-41' }),
  booksDocument({ ...other, number: 'O-57', cp_name: 'Omkar', ...TEN_THOUSAND }),
];
const PORTAL = [
  portalDocument({ number: 'A-11', ...TEN_THOUSAND }),
  portalDocument({ number: 'CN-7', kind: 'CREDIT_NOTE', ...interState(100_000) }),
  portalDocument({ number: 'A-23', ...interState(3_000_000) }),
  portalDocument({
    number: 'ZX-960',
    date: '2026-06-01',
    ...interState(7_777_700),
    supplier_period: '042026',
    supplier_filed_on: '2026-07-15',
  }),
  portalDocument({
    ...local,
    number: 'L-41',
    cp_name: 'Lotus',
    bucket: 'UNAVAILABLE',
    itc_reason: 'C',
    supplier_filed_on: '2026-06-11',
  }),
];

let connection: DuckDBConnection;
let outcome: Outcome;
beforeAll(async () => {
  connection = await createConnection();
  outcome = await reconcileDocuments(connection, BOOKS, PORTAL);
});
afterAll(() => connection.closeSync());

const supplier = (gstin: string) => outcome.suppliers.find(({ supplier_gstin }) => supplier_gstin === gstin);

describe('summary', () => {
  test('counts lines and documents', () => {
    expect(outcome.summary).toMatchObject({
      lines: 8,
      booksDocuments: 7,
      portalDocuments: 5,
      excluded: { duplicatesInBooks: 1, supersededOnPortal: 0, repeatedOnPortal: 0 },
    });
  });

  test('adds up every category from the books, or from the portal where the books have nothing', () => {
    const money = { cgst: '0.00', sgst: '0.00', cess: '0.00' };
    expect(outcome.summary.byMatchType).toEqual({
      EXACT: {
        lines: 3,
        books: 3,
        portal: 3,
        taxable: '29000.00',
        igst: '1620.00',
        cgst: '1800.00',
        sgst: '1800.00',
        cess: '0.00',
        tax: '5220.00',
      },
      WITHIN_TOLERANCE: { lines: 0, books: 0, portal: 0, taxable: '0.00', igst: '0.00', ...money, tax: '0.00' },
      PROBABLE: { lines: 0, books: 0, portal: 0, taxable: '0.00', igst: '0.00', ...money, tax: '0.00' },
      MISMATCH: { lines: 1, books: 1, portal: 1, taxable: '33333.00', igst: '5999.94', ...money, tax: '5999.94' },
      MISSING_IN_GOVT: {
        lines: 3,
        books: 3,
        portal: 0,
        taxable: '20000.00',
        igst: '3600.00',
        ...money,
        tax: '3600.00',
      },
      MISSING_IN_PR: {
        lines: 1,
        books: 0,
        portal: 1,
        taxable: '77777.00',
        igst: '13999.86',
        ...money,
        tax: '13999.86',
      },
      MANUAL: { lines: 0, books: 0, portal: 0, taxable: '0.00', igst: '0.00', ...money, tax: '0.00' },
    });
  });

  test('claimable: the agreed invoice and the lower amount of the mismatch, less the credit note', () => {
    expect(outcome.summary.claimableItc).toEqual({
      igst: '7020.00',
      cgst: '0.00',
      sgst: '0.00',
      cess: '0.00',
      tax: '7020.00',
    });
  });

  test('at risk: what the books have more than the portal secures, but for the duplicate', () => {
    expect(outcome.summary.itcAtRisk).toEqual({
      igst: '3299.94',
      cgst: '0.00',
      sgst: '0.00',
      cess: '0.00',
      tax: '3299.94',
    });
  });

  test('lost: filed after the cut-off', () => {
    expect(outcome.summary.itcLost).toEqual({
      igst: '0.00',
      cgst: '1800.00',
      sgst: '1800.00',
      cess: '0.00',
      tax: '3600.00',
    });
  });
});

describe('suppliers', () => {
  test('one row for each, with its figures', () => {
    expect(outcome.suppliers).toHaveLength(3);
    expect(supplier(SUPPLIER)).toMatchObject({
      own_gstin: OWN,
      supplier_name: 'Sahyadri Steel',
      exact_count: '2',
      exact_tax: '1620.00',
      mismatch_count: '1',
      mismatch_tax: '5999.94',
      missing_in_govt_count: '2',
      missing_in_govt_tax: '1800.00',
      missing_in_pr_count: '1',
      missing_in_pr_tax: '13999.86',
      books_tax: '9419.94',
      portal_tax: '21019.86',
      claimable_itc: '7020.00',
      itc_at_risk: '1499.94',
      last_filed_on: '2026-07-15',
      last_filed_period: '042026',
      gstr3b_filed: null,
      days_late: 65,
      risk: 'HIGH',
      payment_action: 'HOLD_GST_AMOUNT',
    });
  });

  test('who files in time is no risk; who filed nothing is unknown', () => {
    expect(supplier(LOCAL_SUPPLIER)).toMatchObject({
      supplier_name: 'Lotus',
      days_late: 0,
      risk: 'COMPLIANT',
      claimable_itc: '0.00',
    });
    expect(supplier(OTHER_SUPPLIER)).toMatchObject({
      supplier_name: 'Omkar',
      portal_tax: '0.00',
      itc_at_risk: '1800.00',
      last_filed_on: null,
      risk: null,
      payment_action: 'HOLD_GST_AMOUNT',
    });
  });

  test('delays are graded, and a missing GSTR-3B is the worst', async () => {
    const filedOn = {
      '2026-06-11': 'COMPLIANT',
      '2026-06-12': 'LOW',
      '2026-07-11': 'LOW',
      '2026-07-12': 'MEDIUM',
      '2026-08-10': 'MEDIUM',
      '2026-08-11': 'HIGH',
    };
    const documents = Object.keys(filedOn).map((day, at) =>
      portalDocument({ cp_gstin: `2${at}AABCS1429B1Z1`, supplier_filed_on: day }),
    );
    const unfiled = portalDocument({
      cp_gstin: OTHER_SUPPLIER,
      supplier_filed_on: '2026-06-11',
      supplier_filed_gstr3b: false,
    });
    const { suppliers } = await reconcileDocuments(connection, [], [...documents, unfiled]);
    expect(suppliers.map(({ risk }) => risk)).toEqual([...Object.values(filedOn), 'HIGH']);
    expect(suppliers.map(({ payment_action }) => payment_action)).toEqual(suppliers.map(() => null));
  });
});
