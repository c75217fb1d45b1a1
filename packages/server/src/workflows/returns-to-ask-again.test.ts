import { describe, expect, it } from 'vitest';
import type { HeldDeletion, Segment } from '../state/tables/ingestion-tables.ts';
import { newStatement } from '../testing/new-statement.ts';
import { returnsToAskAgain } from './returns-to-ask-again.ts';

const GSTIN = '27AAACA1111A1ZS';
const NOW = new Date('2026-11-23T12:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 60 * 60 * 1000);
const WANTED = { gstins: null, from: '042026', to: '102026', side: 'GSTR_2B' } as const;

const statement = (sequence: number, facts: Partial<Segment> = {}) =>
  newStatement(sequence, { createdAt: hoursAgo(900), askedAt: hoursAgo(4), ...facts });
const deletion = (sequence: number): HeldDeletion => ({
  ...{ id: '', workspaceId: 'ws', side: 'GSTR_2B', pan: 'AAACA1111A', ownGstin: GSTIN, returnPeriod: '102026' },
  ...{ sequence, createdAt: NOW },
});

const asked = (held: readonly Segment[], deletions: readonly HeldDeletion[] = [], wanted = {}) =>
  returnsToAskAgain(held, deletions, { ...WANTED, ...wanted }, NOW).map(({ period, last }) => [period, last.id]);

describe('a statement is asked for again', () => {
  it('when its provider said it four hours ago, or a week ago if its month is long over', () => {
    expect(asked([statement(1)])).toEqual([['102026', 'seg_1']]);
    expect(asked([statement(1, { askedAt: hoursAgo(3.9) })])).toEqual([]);
    const old = { returnPeriod: '082026' };
    expect(asked([statement(1, old)])).toEqual([]);
    expect(asked([statement(1, { ...old, askedAt: hoursAgo(168) })])).toEqual([['082026', 'seg_1']]);
    expect(asked([statement(1, { returnPeriod: '092026' })])).toEqual([['092026', 'seg_1']]);
  });

  it('only within the pull range, of the registrations and the kind that the workflow wants', () => {
    expect(asked([statement(1)], [], { to: '092026' })).toEqual([]);
    expect(asked([statement(1)], [], { gstins: ['29AAACA1111A1ZO'] })).toEqual([]);
    expect(asked([statement(1)], [], { side: 'GSTR_2A' })).toEqual([]);
    expect(asked([statement(1)], [], { side: null })).toEqual([]);
  });

  it('not when what the caller brought himself counts, before or after it', () => {
    const own = { askedAt: null };
    expect(asked([statement(1, own)])).toEqual([]);
    expect(asked([statement(1), statement(2, own)])).toEqual([]);
    expect(asked([statement(1, { ...own, generatedOn: '2026-11-20' }), statement(2)])).toEqual([]);
    expect(asked([statement(1, own), statement(2)])).toEqual([['102026', 'seg_2']]);
  });

  it('by what the provider said last, whichever of its statements counts', () => {
    const older = statement(2, { generatedOn: '2026-11-10' });
    expect(asked([statement(1, { askedAt: hoursAgo(90) }), older])).toEqual([['102026', 'seg_2']]);
    expect(asked([statement(1, { askedAt: hoursAgo(90) }), { ...older, askedAt: hoursAgo(1) }])).toEqual([]);
  });

  it('not when it was deleted: then it is missing', () => {
    expect(asked([statement(1)], [deletion(2)])).toEqual([]);
    expect(asked([statement(1), statement(3)], [deletion(2)])).toEqual([['102026', 'seg_3']]);
  });
});
