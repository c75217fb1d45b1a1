import { expect } from 'vitest';
import { commitSegments } from '../../state/segments.ts';
import type { PreparedSegment } from '../../state/tables/ingestion-tables.ts';
import { onBothDatabases } from '../../testing/on-both-databases.ts';

const HELD = '/integration/v1/heldData';
const GSTIN = '27ABCDE1234F1Z0';
const OTHER = '27AAPFU0939F1ZV';

onBothDatabases('held data', (server, test) => {
  let made = 0;
  /** Puts segments there as an ingestion does when it ends. */
  const hold = async (workspaceId: string, segments: readonly Partial<PreparedSegment>[]) => {
    const { state, createUlid, clock } = server().server;
    const at = new Date(clock.nowMs());
    const id = `act_${createUlid()}`;
    await state.db
      .insertInto('ingestion')
      .values({
        id,
        workspaceId,
        workflowId: null,
        place: 0,
        uploadId: null,
        sourceObjectKey: null,
        fileName: 'held.csv',
        args: '{}',
        status: 'ACTIVITY_COMPLETED',
        side: 'BOOKS',
        prepared: 'null',
        stats: '[]',
        fileError: 'null',
        error: 'null',
        createdAt: at,
        updatedAt: at,
        endedAt: at,
        createdBy: null,
      })
      .execute();
    const prepared = segments.map((segment, part) => ({
      id: `seg_${createUlid()}`,
      part,
      side: 'BOOKS' as const,
      ownGstin: GSTIN,
      returnPeriod: null,
      generatedOn: null,
      firstPeriod: '042026',
      lastPeriod: '102026',
      documents: ++made,
      sizeBytes: 1,
      objectKey: 'segments/x',
      ...segment,
    }));
    await state.db
      .transaction()
      .execute((transaction) => commitSegments(transaction, { workspaceId, ingestionId: id, segments: prepared, at }));
  };
  const statement = (period: string, side: 'GSTR_2B' | 'GSTR_2A' = 'GSTR_2B') => ({
    side,
    returnPeriod: period,
    firstPeriod: period,
    lastPeriod: period,
    generatedOn: '2026-11-14',
  });
  const list = async (token: string, query = '') => {
    const answer = await server().send('GET', `${HELD}${query}`, { token });
    expect(answer.status).toBe(200);
    return answer.json as { items: Record<string, unknown>[]; nextCursor: string | null };
  };
  const remove = (token: string, period: string, query = '', gstin = GSTIN) =>
    server().send('DELETE', `${HELD}/${gstin}/${period}${query}`, { token });

  test('is listed newest first, by what is asked for', async () => {
    const { workspaceId, secret } = await server().newClient();
    const token = await server().tokenOf({ secret });
    await hold(workspaceId, [
      {},
      statement('102026'),
      statement('092026'),
      { ...statement('102026'), ownGstin: OTHER },
    ]);
    const { items } = await list(token);
    expect(items.map(({ gstin, side }) => [gstin, side])).toEqual([
      [OTHER, 'GSTR_2B'],
      [GSTIN, 'GSTR_2B'],
      [GSTIN, 'GSTR_2B'],
      [GSTIN, 'BOOKS'],
    ]);
    expect(items[1]).toMatchObject({
      firstPeriod: '092026',
      lastPeriod: '092026',
      generatedOn: '2026-11-14',
      pan: 'ABCDE1234F',
    });
    expect((await list(token, '?side=BOOKS')).items).toHaveLength(1);
    expect((await list(token, `?gstin=${OTHER}`)).items).toHaveLength(1);
    expect((await list(token, '?pan=ABCDE1234F')).items).toHaveLength(3);
    expect((await list(token, '?period=092026')).items.map(({ side }) => side)).toEqual(['GSTR_2B', 'BOOKS']);
    expect((await list(token, '?period=032026')).items).toEqual([]);
  });

  test('comes in pages that newer data does not move', async () => {
    const { workspaceId, secret } = await server().newClient();
    const token = await server().tokenOf({ secret });
    await hold(workspaceId, [statement('042026'), statement('052026'), statement('062026')]);
    const first = await list(token, '?limit=2');
    expect(first.items.map(({ firstPeriod }) => firstPeriod)).toEqual(['062026', '052026']);
    await hold(workspaceId, [statement('072026')]);
    const second = await list(token, `?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ firstPeriod: '042026' }], nextCursor: null });
    for (const place of ['nonsense', '9999999999']) {
      const cursor = Buffer.from(place).toString('base64url');
      const foreign = await server().send('GET', `${HELD}?cursor=${cursor}`, { token });
      expect(foreign).toMatchObject({ code: 'parameter_invalid', json: { param: 'cursor' } });
    }
  });

  test('does not count once it was deleted, until it comes again', async () => {
    const { workspaceId, secret } = await server().newClient();
    const token = await server().tokenOf({ secret });
    await hold(workspaceId, [{}, statement('102026'), statement('102026', 'GSTR_2A')]);
    expect((await remove(token, '102026', '?side=GSTR_2B')).json).toEqual({
      gstin: GSTIN,
      period: '102026',
      sides: ['GSTR_2B'],
    });
    expect((await remove(token, '102026', '?side=GSTR_2B')).json.sides).toEqual([]);
    expect((await remove(token, '102026')).json.sides).toEqual(['BOOKS', 'GSTR_2A']);
    expect((await remove(token, '032026')).json.sides).toEqual([]);
    const deleted = (await list(token)).items.map(({ deletedPeriods }) => deletedPeriods);
    expect(deleted).toEqual([['102026'], ['102026'], ['102026']]);
    await hold(workspaceId, [statement('102026')]);
    expect((await list(token)).items.map(({ deletedPeriods }) => deletedPeriods)[0]).toEqual([]);
    expect((await remove(token, '102026')).json.sides).toEqual(['GSTR_2B']);
  });

  test('is that of the PANs of the token, and of no other workspace', async () => {
    const { workspaceId } = await server().newClient({ workspace: 'held by PAN' });
    const limited = await server().newToken({ workspace: 'held by PAN', pans: ['AAPFU0939F'] });
    const stranger = await server().newToken();
    await hold(workspaceId, [statement('102026'), { ...statement('102026'), ownGstin: OTHER }]);
    expect((await list(limited)).items.map(({ gstin }) => gstin)).toEqual([OTHER]);
    expect((await list(stranger)).items).toEqual([]);
    expect((await remove(limited, '102026')).code).toBe('scope_insufficient');
    expect((await remove(stranger, '102026')).json.sides).toEqual([]);
    const answer = await server().send('GET', `${HELD}?gstin=${GSTIN}`, { token: limited });
    expect(answer).toMatchObject({ code: 'scope_insufficient', json: { param: 'gstin' } });
    const reader = await server().newToken({ workspace: 'held by PAN', scopes: ['reconciliation:read'] });
    expect((await remove(reader, '102026')).code).toBe('scope_insufficient');
  });
});
