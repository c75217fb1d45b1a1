import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, type ReconcileSettings } from '@milaan/engine';
import { describe, expect, it } from 'vitest';
import { compactSegments } from './compact-segments.ts';
import type { Deletion, JobProgress, SegmentInput } from './job-contracts.ts';
import { reconcileSegments } from './reconcile-segments.ts';
import { BUDGET, createJobFolder, namesIn, OWN, outFolderIn, PAN, quietContext } from './testing/job-folder.ts';
import { booksDocument, portalDocument, type SegmentDocument, writeSegment } from './testing/segments.ts';

const SETTINGS: ReconcileSettings = { ...DEFAULT_SETTINGS, asOf: '2026-11-22', pan: PAN };

const BOOKS = Array.from({ length: 40 }, (_, at) =>
  booksDocument(`INV/${at}`, { taxable: String(100 + at), cgst: '9', sgst: '9' }),
);
const PORTAL = Array.from({ length: 40 }, (_, at) =>
  portalDocument(`INV-${at + 5}`, { taxable: String(105 + at), cgst: '9', sgst: '9' }),
);

const inSegments = async (folder: string, name: string, contents: readonly (readonly SegmentDocument[])[]) => {
  const segments: SegmentInput[] = [];
  for (const [at, documents] of contents.entries())
    segments.push({ path: await writeSegment(folder, `${name}${at}`, documents), sequence: at + 1 });
  return segments;
};

const setUp = async (books: readonly (readonly SegmentDocument[])[]) => {
  const folder = createJobFolder();
  const input = { books: await inSegments(folder, 'b', books), portal: await inSegments(folder, 'p', [PORTAL]) };
  let runs = 0;
  const run = async (more: { settings?: ReconcileSettings; books?: SegmentInput[]; deletions?: Deletion[] } = {}) => {
    const outFolder = outFolderIn(folder, `out-${++runs}`);
    const output = await reconcileSegments(
      { ...input, deletions: [], settings: SETTINGS, reconType: 'MAX_ITC_2B_PR', outFolder, ...BUDGET, ...more },
      quietContext(),
    );
    return { output, outFolder, bytesOf: (name: string) => readFileSync(join(outFolder, name)) };
  };
  return { folder, input, run };
};

const FILES = ['results.jsonl.gz', 'suppliers.jsonl.gz', 'report.xlsx', 'summary.json'];

describe('reconcileSegments', () => {
  it('writes all files and says what they hold', async () => {
    const { run } = await setUp([BOOKS]);
    const { output, outFolder } = await run();
    expect(output.files.map(({ name, rows }) => [name, rows])).toEqual([
      ['results.jsonl.gz', 45],
      ['suppliers.jsonl.gz', 1],
      ['report.xlsx', null],
      ['documents.parquet', 45],
      ['summary.json', null],
    ]);
    expect(namesIn(outFolder)).toEqual([...FILES, 'documents.parquet'].sort());
    expect(output.files.every(({ bytes, path }) => readFileSync(path).length === bytes)).toBe(true);
    expect(output.summary).toMatchObject({
      matchingTaskId: output.taskId,
      reconType: 'MAX_ITC_2B_PR',
      settings: { asOf: '2026-11-22', pan: PAN, type: '2b' },
      inputs: { books: { documents: 40 }, portal: { documents: 40 } },
      byMatchType: { EXACT: { lines: 35 }, MISSING_IN_GOVT: { lines: 5 }, MISSING_IN_PR: { lines: 5 } },
    });
    expect(JSON.stringify(output.summary)).not.toContain(outFolder);
  });

  it('the cut and the order of the segments change no byte, nor does a segment of other periods', async () => {
    const other = [booksDocument('OLD/1', { return_period: '042024' })];
    const settings = { ...SETTINGS, booksFrom: '102026', booksTo: '102026' };
    const one = await (await setUp([BOOKS])).run({ settings });
    const { input, run } = await setUp([BOOKS.slice(30), other, BOOKS.slice(0, 7), BOOKS.slice(5, 33)]);
    const many = await run({ settings, books: [...input.books].reverse() });
    for (const name of FILES) expect(many.bytesOf(name).equals(one.bytesOf(name)), name).toBe(true);
  });

  it('reads compacted segments as those that they were made of, deletions included', async () => {
    const { folder, input, run } = await setUp([
      BOOKS.slice(0, 20),
      [booksDocument('INV/3', { taxable: '999', return_period: '092026' })],
      BOOKS.slice(18),
    ]);
    const deletions: Deletion[] = [{ side: 'BOOKS', ownGstin: OWN, returnPeriod: '092026', sequence: 4 }];
    const outPath = join(folder, 'compacted.parquet');
    const compacted = await compactSegments({ segments: input.books, deletions, outPath, ...BUDGET }, quietContext());
    expect(compacted).toEqual({ documents: 39, firstPeriod: '102026', lastPeriod: '102026' });
    const before = await run({ deletions });
    const after = await run({ books: [{ path: outPath, sequence: 3 }] });
    for (const name of FILES) expect(after.bytesOf(name).equals(before.bytesOf(name)), name).toBe(true);
    expect(namesIn(folder).filter((name) => name.startsWith('temp'))).toEqual([]);
  });

  it('tells how far it is', async () => {
    const { folder, input } = await setUp([BOOKS]);
    const stages: JobProgress[] = [];
    await reconcileSegments(
      { ...input, deletions: [], settings: SETTINGS, reconType: 'X', outFolder: outFolderIn(folder, 'o'), ...BUDGET },
      { ...quietContext(), onProgress: (progress) => stages.push(progress) },
    );
    expect([...new Set(stages.map(({ stage }) => stage))]).toEqual(['read', 'match', 'write']);
  });
});
