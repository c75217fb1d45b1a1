import type { DuckDBConnection } from '@duckdb/node-api';
import { RESULT_COLUMNS, SUPPLIER_COLUMNS } from '@milaan/gst';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reconcile } from './reconcile.ts';
import type { StageProgress } from './run.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import {
  booksDocument,
  createConnection,
  fillDocuments,
  interState,
  OTHER_SUPPLIER,
  OWN,
  OWN_DELHI,
  portalDocument,
} from './testing/documents.ts';
import { lineOf, pairsOf, reconcileDocuments } from './testing/reconcile-documents.ts';

const SETTINGS = { ...DEFAULT_SETTINGS, asOf: '2026-11-22' };

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await createConnection();
});
afterAll(() => connection.closeSync());

const columnsOf = async (relation: string) =>
  (await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${relation})`)).getRowsJson();

describe('reconcile', () => {
  test('makes both relations as the records say, also of nothing', async () => {
    const outcome = await reconcileDocuments(connection, [], []);
    expect(outcome).toMatchObject({ lines: [], suppliers: [], summary: { lines: 0, capsHit: [] } });
    expect(await columnsOf('result')).toEqual(RESULT_COLUMNS.map(({ name, type }) => [name, type]));
    expect(await columnsOf('supplier')).toEqual(SUPPLIER_COLUMNS.map(({ name, type }) => [name, type]));
  });

  test('can run again on the same connection', async () => {
    await reconcileDocuments(connection, [booksDocument()], []);
    expect(pairsOf(await reconcileDocuments(connection, [booksDocument()], [portalDocument()]))).toEqual(['b1+p1']);
  });

  test('tells its stages in order, and times every one of them', async () => {
    await fillDocuments(connection, 'books', []);
    await fillDocuments(connection, 'portal', []);
    const told: StageProgress[] = [];
    const { stageMs } = await reconcile(connection, SETTINGS, (progress) => told.push(progress));
    expect(told.map(({ done }) => done)).toEqual(told.map((_, at) => at));
    expect(told.at(-1)).toEqual({ stage: 'done', done: told.length - 1, total: told.length - 1 });
    expect(Object.keys(stageMs)).toEqual(told.slice(0, -1).map(({ stage }) => stage));
  });

  test('stops between stages with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const stopped = reconcile(
      connection,
      SETTINGS,
      ({ stage }) => {
        if (stage === 'group') controller.abort(reason);
      },
      controller.signal,
    );
    await expect(stopped).rejects.toBe(reason);
    await expect(reconcile(connection, SETTINGS, undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

test('only what the settings and the status let in takes part', async () => {
  const books = [
    booksDocument(),
    booksDocument({ status: 'CANCELLED' }),
    booksDocument({ status: 'DELETED' }),
    booksDocument({ own_gstin: OWN_DELHI }),
    booksDocument({ return_period: '032026' }),
    booksDocument({ return_period: '012027' }),
  ];
  const portal = [
    portalDocument(),
    portalDocument({ return_period: '062026' }),
    portalDocument({ own_gstin: OWN_DELHI }),
  ];
  const outcome = await reconcileDocuments(connection, books, portal, {
    ownGstins: [OWN],
    booksFrom: '042026',
    booksTo: '122026',
    portalFrom: '042026',
    portalTo: '052026',
  });
  expect(pairsOf(outcome)).toEqual(['b1+p1']);
  expect(pairsOf(await reconcileDocuments(connection, books, portal, { pan: 'AAACZ9999Z' }))).toEqual([]);
  const ofPan = await reconcileDocuments(connection, books, portal, { pan: OWN.slice(2, 12), booksTo: '122025' });
  expect(ofPan.lines.filter((line) => line.books !== null)).toEqual([]);
  expect(ofPan.summary.portalDocuments).toBe(3);
});

describe('settings', () => {
  test('tolerances', async () => {
    const books = [booksDocument({ taxable: '10000.00', igst: '1800.00', date: '2026-05-17' })];
    const portal = [portalDocument({ taxable: '10003.00', igst: '1803.00' })];
    const typeUnder = async (settings: object) =>
      lineOf(await reconcileDocuments(connection, books, portal, settings), 'b1').match_type;
    expect(await typeUnder({})).toBe('MISMATCH');
    expect(await typeUnder({ tolerancePaise: 300 })).toBe('WITHIN_TOLERANCE');
    expect(await typeUnder({ tolerancePaise: 300, dateToleranceDays: 4 })).toBe('PROBABLE');
  });

  test('the date on which the credit is judged', async () => {
    const books = [booksDocument({ date: '2026-03-31', return_period: '032026' })];
    const actionOn = async (asOf: string) =>
      lineOf(await reconcileDocuments(connection, books, [], { asOf }), 'b1').itc_action;
    expect(await actionOn('2026-11-30')).toBe('PENDING');
    expect(await actionOn('2026-12-01')).toBe('INELIGIBLE');
  });
});

test('links made by persons: kept over a better partner, forgotten where a document is gone', async () => {
  const books = [booksDocument(), booksDocument({ number: 'ZZ/9', ...interState(77_700), cp_gstin: OTHER_SUPPLIER })];
  const manualLinks = [
    { booksDocumentId: 'b2', portalDocumentId: 'p1' },
    { booksDocumentId: "b'; DROP TABLE books; --", portalDocumentId: 'p1' },
    { booksDocumentId: 'b1', portalDocumentId: 'p9' },
  ];
  const outcome = await reconcileDocuments(connection, books, [portalDocument()], { manualLinks });
  expect(pairsOf(outcome)).toEqual(['b1+-', 'b2+p1']);
  expect(lineOf(outcome, 'b2')).toMatchObject({
    match_type: 'MANUAL',
    match_scope: 'CROSS_GSTIN',
    remark: 'Linked by a person.',
    payment_action: 'PAY_FULL_AMOUNT',
    group_id: null,
  });
});

test('a key that too many documents share is left out by name, and their number still finds each one', async () => {
  const many = Array.from({ length: 40 }, (_, at) => ({ number: `S/${1001 + at}`, ...interState(49_900) }));
  const books = many.map((row) => booksDocument({ ...row, date: '2026-05-13' }));
  const outcome = await reconcileDocuments(connection, books, many.map(portalDocument));
  expect(outcome.summary.capsHit.map(({ block }) => block)).toEqual(
    expect.arrayContaining(['SUPPLIER_AMOUNT', 'SUPPLIER_TAX']),
  );
  for (const { count, detail } of outcome.summary.capsHit) {
    expect(count).toBeGreaterThan(0);
    expect(detail).toMatch(/^\d+ documents share keys with more than \d+ possible pairs; \S/);
  }
  expect(pairsOf(outcome)).toEqual(many.map((_, at) => `b${at + 1}+p${at + 1}`).sort());
});
