import { describe, expect, it } from 'vitest';
import type { HeldDeletion, Segment } from '../state/tables/ingestion-tables.ts';
import { newStatement } from '../testing/new-statement.ts';
import { missingReturns, periodsBetween } from './missing-periods.ts';
import { newestReturns } from './segments-to-read.ts';

const [A, B] = ['27AAACA1111A1ZS', '29AAACA1111A1ZO'];

const deletion = (sequence: number): HeldDeletion => ({
  id: '',
  workspaceId: 'ws',
  side: 'GSTR_2B',
  pan: 'AAACA1111A',
  ownGstin: A,
  returnPeriod: '102026',
  sequence,
  createdAt: new Date(0),
});
const idsOf = (segments: readonly Segment[]) => segments.map(({ sequence }) => sequence);

describe('the returns that count', () => {
  it('are those that the portal generated last, whenever they came', () => {
    const held = [
      newStatement(1, { generatedOn: '2026-11-20' }),
      newStatement(2, {}),
      newStatement(3, { ownGstin: B }),
    ];
    expect(idsOf(newestReturns(held, 'GSTR_2B', []))).toEqual([1, 3]);
  });

  it('are those that came last where none says when it was generated', () => {
    const held = [newStatement(1, { generatedOn: null }), newStatement(2, { generatedOn: null })];
    expect(idsOf(newestReturns(held, 'GSTR_2B', []))).toEqual([2]);
  });

  it('are of the side that is asked for', () => {
    const held = [newStatement(1, { side: 'GSTR_2A' }), newStatement(2, { side: 'BOOKS', returnPeriod: null })];
    expect(newestReturns(held, 'GSTR_2B', [])).toEqual([]);
  });

  it('are not those that were deleted since, but those that came after it', () => {
    expect(newestReturns([newStatement(1, {})], 'GSTR_2B', [deletion(2)])).toEqual([]);
    expect(idsOf(newestReturns([newStatement(1, {}), newStatement(3, {})], 'GSTR_2B', [deletion(2)]))).toEqual([3]);
  });
});

describe('the returns that are missing', () => {
  const wanted = { gstins: null, from: '092026', to: '102026', side: 'GSTR_2B' } as const;

  it('are those of every registration of which anything is held', () => {
    const held = [newStatement(1, {}), newStatement(2, { side: 'BOOKS', ownGstin: B, returnPeriod: null })];
    expect(missingReturns(held, [], wanted)).toEqual([
      { gstin: A, period: '092026' },
      { gstin: B, period: '092026' },
      { gstin: B, period: '102026' },
    ]);
  });

  it('are none of a registration of which all that was held was deleted', () => {
    const months = { firstPeriod: '092026', lastPeriod: '102026' };
    const wrong = newStatement(1, { side: 'BOOKS', ownGstin: B, returnPeriod: null, ...months });
    const held = [wrong, newStatement(2, { ...months, firstPeriod: '102026' })];
    const gone = (sequence: number, returnPeriod: string): HeldDeletion => ({
      ...deletion(sequence),
      ...{ side: 'BOOKS', ownGstin: B, returnPeriod },
    });
    const registrations = (deletions: readonly HeldDeletion[]) => [
      ...new Set(missingReturns(held, deletions, wanted).map(({ gstin }) => gstin)),
    ];
    expect(registrations([gone(3, '092026'), gone(4, '102026')])).toEqual([A]);
    expect(registrations([gone(3, '092026')])).toEqual([A, B]);
    expect(registrations([gone(0, '092026'), gone(4, '102026')])).toEqual([A, B]);
  });

  it('are those of the named registrations only', () => {
    expect(missingReturns([newStatement(1, {})], [], { ...wanted, gstins: [A], from: '102026' })).toEqual([]);
    expect(missingReturns([], [], { ...wanted, gstins: [A], from: '102026' })).toEqual([
      { gstin: A, period: '102026' },
    ]);
  });

  it('name no registration where none is known, and are all where the statement cannot be held', () => {
    expect(missingReturns([], [], wanted)).toEqual([
      { gstin: null, period: '092026' },
      { gstin: null, period: '102026' },
    ]);
    expect(missingReturns([newStatement(1, {})], [], { ...wanted, side: null })).toHaveLength(2);
  });
});

it('counts periods over the turn of a year', () => {
  expect(periodsBetween('112026', '022027')).toEqual(['112026', '122026', '012027', '022027']);
});
