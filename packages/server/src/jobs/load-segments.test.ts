import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { Deletion } from './job-contracts.ts';
import { loadBooks, loadPortal } from './load-segments.ts';
import { createJobFolder, OWN, OWN_KARNATAKA } from './testing/job-folder.ts';
import { booksDocument, portalDocument, type SegmentDocument, writeSegment } from './testing/segments.ts';

/** Segments by sequence: the first has 1. */
const load = async (
  side: 'books' | 'portal',
  contents: readonly (readonly SegmentDocument[])[],
  deletions: readonly Deletion[] = [],
  { isReversed = false, where = 'true' } = {},
) => {
  const folder = createJobFolder();
  const segments = await Promise.all(
    contents.map(async (documents, at) => ({
      path: await writeSegment(folder, `s${at}`, documents),
      sequence: at + 1,
    })),
  );
  if (isReversed) segments.reverse();
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    const documents =
      side === 'books'
        ? await loadBooks(connection, segments, deletions, where)
        : await loadPortal(connection, segments, deletions);
    const reader = await connection.runAndReadAll(
      `SELECT seq, number, taxable::VARCHAR, return_period FROM ${side} ORDER BY number, return_period, taxable`,
    );
    const rows = reader.getRowsJson();
    expect(documents).toBe(rows.length);
    expect(rows.map(([seq]) => Number(seq)).sort((a, b) => a - b)).toEqual(rows.map((_, at) => at + 1));
    return rows.map(([, number, taxable, period]) => `${number} ${taxable} ${period}`);
  } finally {
    instance.closeSync();
  }
};

const deletion = (sequence: number, changes: Partial<Deletion> = {}): Deletion => ({
  ...{ side: 'BOOKS' as const, ownGstin: OWN, returnPeriod: '102026', sequence },
  ...changes,
});

describe('loadBooks', () => {
  const first = [booksDocument('A/1'), booksDocument('A/2')];
  const second = [booksDocument('A/2', { taxable: '250' }), booksDocument('A/3')];

  it.each([false, true])(
    'of a document that several segments hold the latest counts (order reversed: %s)',
    async (isReversed) =>
      expect(await load('books', [first, second], [], { isReversed })).toEqual([
        'A/1 100.00 102026',
        'A/2 250.00 102026',
        'A/3 100.00 102026',
      ]),
  );

  it('nothing is nothing', async () => expect(await load('books', [])).toEqual([]));

  it('a deletion takes what was there before it, of its registration, period and side', async () => {
    const contents = [
      [...first, booksDocument('K/1', { own_gstin: OWN_KARNATAKA }), booksDocument('S/1', { return_period: '092026' })],
      [booksDocument('A/3')],
    ];
    const rest = ['A/3 100.00 102026', 'K/1 100.00 102026', 'S/1 100.00 092026'];
    expect(await load('books', contents, [deletion(2)])).toEqual(rest);
    expect(await load('books', contents, [deletion(2, { side: 'GSTR_2B' })])).toHaveLength(5);
    expect(await load('books', contents, [deletion(1)])).toHaveLength(5);
    expect(await load('books', contents, [deletion(3), deletion(3, { returnPeriod: '092026' })])).toEqual([rest[1]]);
  });

  it('deleting the newest version of a document brings no older one back', async () => {
    const moved = [booksDocument('A/2', { return_period: '112026' })];
    expect(await load('books', [first, moved], [deletion(3, { returnPeriod: '112026' })])).toEqual([
      'A/1 100.00 102026',
    ]);
  });

  it('a document that moved out of the range is not found where it was', async () => {
    const moved = [booksDocument('A/2', { return_period: '112026' })];
    expect(await load('books', [first, moved], [], { where: "d.return_period = '102026'" })).toEqual([
      'A/1 100.00 102026',
    ]);
  });
});

describe('loadPortal', () => {
  it('puts the returns side by side', async () =>
    expect(
      await load('portal', [[portalDocument('A/1')], [portalDocument('A/1', { return_period: '092026' })], []]),
    ).toEqual(['A/1 100.00 092026', 'A/1 100.00 102026']));

  it('a document that the 2A of several periods shows counts once, as the latest has it', async () => {
    const of = (period: string, changes: SegmentDocument = {}) =>
      portalDocument('a/1 ', { source: 'GSTR_2A', return_period: period, ...changes });
    const entry = { kind: 'BILL_OF_ENTRY', number: '777', port_code: 'INNSA1' };
    expect(
      await load('portal', [
        [of('122025', { taxable: '1' }), of('122025', { ...entry, section: 'IMPG' })],
        [of('012026', { number: 'A/1', taxable: '2' }), of('012026', { ...entry, section: 'IMPGA' })],
        [of('012026', { number: 'A/1', own_gstin: OWN_KARNATAKA })],
      ]),
    ).toEqual(['777 100.00 012026', 'A/1 2.00 012026', 'A/1 100.00 012026']);
  });

  it('a deleted return does not count', async () =>
    expect(await load('portal', [[portalDocument('A/1')]], [deletion(2, { side: 'GSTR_2B' })])).toEqual([]));

  it('refuses two generations of one return: the caller chooses', async () =>
    await expect(load('portal', [[portalDocument('A/1')], [portalDocument('A/2')]])).rejects.toThrow('one return'));
});
