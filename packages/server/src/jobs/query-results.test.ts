import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DEFAULT_SETTINGS } from '@milaan/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueryResultsInput } from './job-contracts.ts';
import { queryResults } from './query-results.ts';
import { reconcileSegments } from './reconcile-segments.ts';
import { BUDGET, PAN, quietContext, SUPPLIER } from './testing/job-folder.ts';
import { booksDocument, portalDocument, writeSegment } from './testing/segments.ts';

const OTHER_SUPPLIER = '24AAAAA0000A1Z8';

let folder: string;
let taskId: string;
let lines: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'milaan-query-'));
  const books = Array.from({ length: 30 }, (_, at) => booksDocument(`INV/${at}`, { voucher_number: `V-${at}` }));
  const portal = [
    ...Array.from({ length: 30 }, (_, at) =>
      portalDocument(`INV/${at + 10}`, { taxable: at % 3 === 0 ? '175' : '100' }),
    ),
    portalDocument('Ö/1', { cp_gstin: OTHER_SUPPLIER, cp_name: "Ölmühle 100 % ''rein'' & Söhne" }),
  ];
  const output = await reconcileSegments(
    {
      books: [{ path: await writeSegment(folder, 'b', books), sequence: 1 }],
      portal: [{ path: await writeSegment(folder, 'p', portal), sequence: 2 }],
      deletions: [],
      settings: { ...DEFAULT_SETTINGS, asOf: '2026-11-22', pan: PAN },
      reconType: 'MAX_ITC_2B_PR',
      outFolder: folder,
      ...BUDGET,
    },
    quietContext(),
  );
  taskId = output.taskId;
  lines = gunzipSync(readFileSync(join(folder, 'results.jsonl.gz')))
    .toString('utf8')
    .split('\n')
    .slice(0, -1);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (more: Partial<QueryResultsInput> = {}) =>
  queryResults({
    path: join(folder, 'documents.parquet'),
    taskId,
    reconType: 'MAX_ITC_2B_PR',
    after: 0,
    limit: 1000,
    ...more,
  });

interface Side {
  readonly cpGstin: string;
  readonly documentReferenceNumber: string;
}
interface ParsedLine {
  readonly pr: Side | null;
  readonly govt: Side | null;
  readonly result: { readonly matchType: string };
}
const parse = (line: string): ParsedLine => JSON.parse(line);
const expected = (isWanted: (line: ParsedLine) => boolean) => lines.filter((line) => isWanted(parse(line)));

describe('queryResults', () => {
  it('gives the very lines of the result file', async () =>
    expect(await ask()).toEqual({ lines, next: null, total: lines.length }));

  it.each([5, 40, 41])('pages of %i put together are the file', async (limit) => {
    const pages: string[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: Awaited<ReturnType<typeof ask>> = await ask({ after, limit });
      expect(page.total).toBe(lines.length);
      pages.push(...page.lines);
      after = page.next;
    }
    expect(pages).toEqual(lines);
  });

  it('filters by match type', async () => {
    const wanted = ['MISMATCH', 'MISSING_IN_PR'];
    const { lines: found, total } = await ask({ matchTypes: wanted, limit: 5 });
    const all = expected(({ result }) => wanted.includes(result.matchType));
    expect(all.length).toBeGreaterThan(5);
    expect([found, total]).toEqual([all.slice(0, 5), all.length]);
  });

  it('filters by supplier, whichever side names it', async () => {
    expect((await ask({ supplierGstin: OTHER_SUPPLIER })).lines).toEqual(
      expected(({ govt }) => govt?.cpGstin === OTHER_SUPPLIER),
    );
    expect((await ask({ supplierGstin: SUPPLIER })).total).toBe(lines.length - 1);
  });

  it.each(['inv/12', "ölmühle 100 % 'rein' &", '24aaaaa0000', 'v-12', '  INV/12 '])(
    'finds %j in any case',
    async (q) => {
      const { lines: found } = await ask({ q });
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(lines.length / 2);
      const words = q.trim().toLowerCase();
      expect(found.filter((line) => !line.toLowerCase().includes(JSON.stringify(words).slice(1, -1)))).toEqual([]);
    },
  );

  it('takes what is typed for text, not for a pattern', async () => {
    for (const q of ['%', '_', "'; DROP TABLE page; --", '.*']) {
      const { total } = await ask({ q });
      expect(total).toBe(q === '%' ? 1 : 0);
    }
  });

  it('a page behind the last is empty', async () =>
    expect(await ask({ after: 10_000 })).toEqual({ lines: [], next: null, total: lines.length }));
});
