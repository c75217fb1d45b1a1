import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConnection, type DocumentRow, portalDocument } from './testing/documents.ts';
import {
  expectCreditWithinBoth,
  expectEachOnce,
  expectExact,
  expectExplained,
  expectOneToMany,
  expectSums,
  expectVocabulary,
} from './testing/expect-whole-results.ts';
import { type Outcome, reconcileDocuments } from './testing/reconcile-documents.ts';
import { alnumOf, byId, isActive, taxOf } from './testing/row-facts.ts';
import { CONTENT, identified, numbered, pick, type World, worlds } from './testing/worlds.ts';

const RUNS = { numRuns: 2, endOnFailure: true } as const;

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await createConnection();
});
afterAll(() => connection.closeSync());

const run = (list: readonly World[], settings = {}) =>
  reconcileDocuments(connection, numbered(identified(list, 'books')), numbered(identified(list, 'portal')), settings);

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
