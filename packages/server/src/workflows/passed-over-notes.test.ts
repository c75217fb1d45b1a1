import { expect, it } from 'vitest';
import type { Segment } from '../state/tables/ingestion-tables.ts';
import { newStatement } from '../testing/new-statement.ts';
import { passedOverNotes } from './passed-over-notes.ts';
import { newestReturns } from './segments-to-read.ts';

const statement = (sequence: number, generatedOn: string | null, facts: Partial<Segment> = {}) =>
  newStatement(sequence, { generatedOn, ...facts });
const notes = (held: readonly Segment[]) =>
  passedOverNotes(newestReturns(held, 'GSTR_2B', []), held, [{ id: 'seg_2', fileName: 'second.json' }]);

it('tells of a statement that came later and was generated before the one that counts', () => {
  expect(notes([statement(1, '2026-11-20'), statement(2, '2026-11-14')])).toEqual([
    'second.json came after the GSTR-2B of 27AAACA1111A1ZS for 102026 that was generated on 2026-11-20, but was generated on 2026-11-14, before it: it took no part. If it is the right one, delete what is held of that return and bring it again.',
  ]);
});

it('tells of a statement that came later and does not say when it was generated', () => {
  expect(notes([statement(1, '2026-11-20'), statement(2, null)])).toEqual([
    expect.stringMatching(/^second\.json came after .* but does not say when it was generated: it took no part\./),
  ]);
  expect(notes([statement(1, '2026-11-20'), statement(2, null, { askedAt: new Date(0) })])).toEqual([
    expect.stringMatching(/^What the GST provider said came after /),
  ]);
});

it('says nothing where what came last counts, or is of another return', () => {
  expect(notes([statement(1, '2026-11-14'), statement(2, '2026-11-20')])).toEqual([]);
  expect(notes([statement(1, '2026-11-14'), statement(2, '2026-11-14')])).toEqual([]);
  expect(notes([statement(1, null), statement(2, null)])).toEqual([]);
  expect(notes([statement(1, '2026-11-20'), statement(2, '2026-11-14', { returnPeriod: '092026' })])).toEqual([]);
  expect(notes([statement(1, '2026-11-20'), statement(2, '2026-11-14', { side: 'GSTR_2A' })])).toEqual([]);
});
