import { ConfigSchema } from '@milaan/contract';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { createSystemRandomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import { TEST_DATABASES } from '../testing/test-databases.ts';
import { stateOfSuite } from '../testing/test-state.ts';
import { listAuditEntries } from './audit-entries.ts';
import { ensureWorkspace, findClient, insertClient, listClients, revokeClient } from './clients.ts';
import { findIdempotencyRecord, forgetOldRecords, tryHoldKey } from './idempotency-records.ts';
import { isDatabaseFailure } from './is-database-failure.ts';
import { migrate } from './migrate.ts';
import { openState } from './open-state.ts';
import { takeFromSharedBucket } from './rate-buckets.ts';
import { findToken, issueToken } from './tokens.ts';
import { type ExpectedVersion, findConfig, saveConfig } from './workspace-configs.ts';
import { writeDown } from './write-down.ts';

const NOW = new Date('2026-11-22T06:00:00Z');
const HASH = Buffer.alloc(32, 7);
const ulid = createUlids(createFakeClock(NOW.getTime()), createSystemRandomness());

describe.each(TEST_DATABASES)('state on $name', (database) => {
  const schema = `state_${ulid().toLowerCase()}`;
  const state = stateOfSuite(database, schema);
  // Without Postgres on the machine its half is skipped, except in CI, where it must be there.
  const test = it.skipIf(!database.canRun);

  const newWorkspace = () => ensureWorkspace(state().db, { id: ulid(), name: `workspace ${ulid()}`, createdAt: NOW });
  const newClient = async (options: { readonly pans?: readonly string[]; readonly workspaceId?: string } = {}) => {
    const id = ulid();
    await insertClient(state().db, {
      id,
      workspaceId: options.workspaceId ?? (await newWorkspace()),
      name: 'SAP',
      mode: 'sandbox',
      pans: options.pans ?? null,
      scopes: null,
      secretHash: HASH,
      createdAt: NOW,
    });
    return id;
  };
  const newToken = (clientId: string, issuedAt = NOW) => ({
    id: ulid(),
    clientId,
    secretHash: HASH,
    issuedAt,
    expiresAt: null,
  });

  test('has every migration, and migrating again changes nothing', async () => {
    expect(await migrate(state().db, schema)).toEqual([]);
  });

  test('makes a workspace once for each name', async () => {
    const name = `workspace ${ulid()}`;
    const first = await ensureWorkspace(state().db, { id: ulid(), name, createdAt: NOW });
    expect(await ensureWorkspace(state().db, { id: ulid(), name, createdAt: NOW })).toBe(first);
  });

  test('keeps a client as it was given', async () => {
    const id = await newClient({ pans: ['ABCDE1234F'] });
    expect(await findClient(state().db, id)).toMatchObject({ id, mode: 'sandbox', pans: ['ABCDE1234F'], scopes: null });
    const listed = (await listClients(state().db)).find((client) => client.id === id);
    expect(listed).toMatchObject({ name: 'SAP', createdAt: NOW, revokedAt: null });
    expect(listed).not.toHaveProperty('secretHash');
  });

  test('revokes a client together with its token, once', async () => {
    const clientId = await newClient();
    const token = newToken(clientId);
    await issueToken(state().db, token, 288);
    expect(await revokeClient(state().db, clientId, NOW)).toBe(true);
    expect(await revokeClient(state().db, clientId, NOW)).toBe(false);
    expect((await findToken(state().db, token.id))?.revokedAt).toEqual(NOW);
  });

  test('a new token revokes the last one', async () => {
    const clientId = await newClient();
    const [first, second] = [newToken(clientId), newToken(clientId)];
    expect(await issueToken(state().db, first, 288)).toEqual([]);
    expect(await issueToken(state().db, second, 288)).toEqual([first.id]);
    expect((await findToken(state().db, first.id))?.revokedAt).toEqual(NOW);
    expect((await findToken(state().db, second.id))?.revokedAt).toBeNull();
  });

  test('gives a day no more tokens than its quota, also when all are asked for at once, and the next day again', async () => {
    const clientId = await newClient();
    const asked = await Promise.all(Array.from({ length: 8 }, () => issueToken(state().db, newToken(clientId), 5)));
    expect(asked.filter((revoked) => revoked !== null)).toHaveLength(5);
    expect(await issueToken(state().db, newToken(clientId, new Date('2026-11-22T23:59:59.999Z')), 5)).toBeNull();
    expect(await issueToken(state().db, newToken(clientId, new Date('2026-11-23T00:00:00Z')), 5)).toHaveLength(1);
    const inForce = await state()
      .db.selectFrom('accessToken')
      .select('id')
      .where('clientId', '=', clientId)
      .where('revokedAt', 'is', null)
      .execute();
    expect(inForce).toHaveLength(1);
  });

  const configOf = (userEmail: string | null) =>
    ConfigSchema.parse({
      userEmail,
      customTemplateId: null,
      reconType: 'MAX_ITC_2B_PR',
      sectionNames: ['B2B'],
      pullReturnPeriodStart: '042026',
      pullReturnPeriodEnd: '102026',
      reconReturnPeriodStart: '042026',
      reconReturnPeriodEnd: '102026',
      active: true,
      error: null,
    });
  const save = (workspaceId: string, userEmail: string, expected?: ExpectedVersion, pan: string | null = null) =>
    saveConfig(state().db, { workspaceId, pan, document: configOf(userEmail), expected, at: NOW });

  test('replaces a configuration, counts its versions, and keeps that of a PAN apart', async () => {
    const workspaceId = await newWorkspace();
    expect(await findConfig(state().db, { workspaceId, pan: null })).toBeUndefined();
    expect(await save(workspaceId, 'a@milaan.example')).toEqual({ isSaved: true, version: 1 });
    expect(await save(workspaceId, 'b@milaan.example')).toEqual({ isSaved: true, version: 2 });
    expect(await save(workspaceId, 'c@milaan.example', undefined, 'ABCDE1234F')).toEqual({ isSaved: true, version: 1 });
    expect(await findConfig(state().db, { workspaceId, pan: null })).toEqual({
      document: configOf('b@milaan.example'),
      version: 2,
    });
  });

  test('replaces only the version that is expected', async () => {
    const workspaceId = await newWorkspace();
    expect(await save(workspaceId, 'a@milaan.example', 'any')).toEqual({ isSaved: false, version: 0 });
    expect(await save(workspaceId, 'a@milaan.example', 1)).toEqual({ isSaved: false, version: 0 });
    await save(workspaceId, 'a1@milaan.example');
    const both = await Promise.all([
      save(workspaceId, 'a2@milaan.example', 1),
      save(workspaceId, 'a3@milaan.example', 1),
    ]);
    expect(both.map((saved) => saved.isSaved).sort()).toEqual([false, true]);
    expect(await save(workspaceId, 'a4@milaan.example', 'any')).toEqual({ isSaved: true, version: 3 });
  });

  const recordOf = (workspaceId: string, key: string, createdAt = NOW) => ({
    workspaceId,
    key,
    fingerprint: 'f',
    status: 200,
    body: '{"a":1}',
    headers: '{"location":"/x"}',
    requestId: 'req_1',
    createdAt,
  });

  test('keeps a record of a key for its workspace only, for 30 days', async () => {
    const [mine, theirs] = [await newWorkspace(), await newWorkspace()];
    await writeDown(state().db, { entries: [], record: recordOf(mine, 'k') });
    await writeDown(state().db, {
      entries: [],
      record: recordOf(mine, 'old', new Date(NOW.getTime() - 30 * 86_400_000 - 1)),
    });
    expect(await findIdempotencyRecord(state().db, mine, 'k')).toMatchObject({
      body: '{"a":1}',
      headers: { location: '/x' },
    });
    expect(await findIdempotencyRecord(state().db, theirs, 'k')).toBeUndefined();
    await forgetOldRecords(state().db, NOW);
    expect(await findIdempotencyRecord(state().db, mine, 'old')).toBeUndefined();
    expect(await findIdempotencyRecord(state().db, mine, 'k')).toBeDefined();
  });

  test('a transaction that fails leaves neither record nor effect', async () => {
    const workspaceId = await newWorkspace();
    const attempt = state()
      .db.transaction()
      .execute(async (transaction) => {
        await saveConfig(transaction, {
          workspaceId,
          pan: null,
          document: configOf(null),
          expected: undefined,
          at: NOW,
        });
        await writeDown(transaction, { entries: [], record: recordOf(workspaceId, 'k') });
        throw new Error('cut');
      });
    await expect(attempt).rejects.toThrow('cut');
    expect(await findConfig(state().db, { workspaceId, pan: null })).toBeUndefined();
    expect(await findIdempotencyRecord(state().db, workspaceId, 'k')).toBeUndefined();
  });

  test('rows of several tables are there together or not at all, whatever the same statement held before', async () => {
    const workspaceId = await newWorkspace();
    const entry = (subjectId: string) => {
      const of = { id: `aud_${ulid()}`, workspaceId, at: NOW, subjectId } as const;
      return { ...of, action: 'workflow.triggered', clientId: null, requestId: null, facts: { subjectId } } as const;
    };
    const entries = (...subjects: readonly string[]) => subjects.map(entry);
    const seen = async () =>
      (await listAuditEntries(state().db, { workspaceId, since: null, before: null, limit: 10 }))
        .map(({ facts }) => facts.subjectId)
        .reverse();
    await writeDown(state().db, { entries: entries('a'), record: recordOf(workspaceId, 'together') });
    await writeDown(state().db, { entries: entries('b'), record: recordOf(workspaceId, 'another') });
    await expect(
      writeDown(state().db, { entries: entries('c', 'd'), record: recordOf(workspaceId, 'together') }),
    ).rejects.toMatchObject({ code: '23505' });
    await writeDown(state().db, { entries: entries('e', 'f'), record: null });
    const inOtherOrder = Object.fromEntries(Object.entries(recordOf(workspaceId, 'reversed')).reverse());
    await writeDown(state().db, { entries: entries('g'), record: inOtherOrder as ReturnType<typeof recordOf> });
    expect(await seen()).toEqual(['a', 'b', 'e', 'f', 'g']);
    expect(await findIdempotencyRecord(state().db, workspaceId, 'another')).toMatchObject({
      key: 'another',
      status: 200,
    });
    expect(await findIdempotencyRecord(state().db, workspaceId, 'reversed')).toMatchObject({ fingerprint: 'f' });
  });

  test('a key is held by one transaction at a time and free after it', async () => {
    const workspaceId = await newWorkspace();
    const hold = () =>
      state()
        .db.transaction()
        .execute((transaction) => tryHoldKey(transaction, workspaceId, 'k'));
    expect(await hold()).toBe(true);
    if (state().isShared) {
      await state()
        .db.transaction()
        .execute(async (transaction) => {
          expect(await tryHoldKey(transaction, workspaceId, 'k')).toBe(true);
          expect(await hold()).toBe(false);
        });
    }
    expect(await hold()).toBe(true);
  });

  test('a connection keeps the statements of every request under their names, and no others', async () => {
    const workspaceId = await newWorkspace();
    const kept = await state()
      .db.connection()
      .execute(async (connection) => {
        await writeDown(connection, { entries: [], record: recordOf(workspaceId, 'named') });
        const { rows } = await sql<{ statement: string }>`
        select statement from pg_prepared_statements where name like 'milaan%'`.execute(connection);
        return rows.map(({ statement }) => statement);
      });
    expect(kept).toContainEqual(expect.stringContaining(`insert into "${schema}"."idempotency_record"`));
    expect(kept.filter((statement) => statement.includes('"workspace"'))).toEqual([]);
  });

  test('a shared bucket gives what it holds and no more, whoever asks', async () => {
    const clientId = await newClient();
    const token = newToken(clientId);
    await issueToken(state().db, token, 288);
    const bucket = { tokenId: token.id, size: 3, perMs: 3 / 60_000 };
    const take = (nowMs: number) => takeFromSharedBucket(state().db, { ...bucket, nowMs });
    const all = await Promise.all(Array.from({ length: 8 }, () => take(1_000_000)));
    expect(all.filter((answer) => answer?.isTaken === true)).toHaveLength(3);
    expect(await take(1_010_000)).toEqual({ isTaken: false, level: 0.5 });
    // A clock that lags behind adds nothing.
    expect(await take(1_005_000)).toEqual({ isTaken: false, level: 0.5 });
    expect(await take(1_020_000)).toEqual({ isTaken: true, level: 0 });
    await issueToken(state().db, newToken(clientId), 288);
    expect(await take(1_060_000)).toBeUndefined();
  });

  test('tells a broken statement from a database that is away', async () => {
    const failureOf = (statement: string) =>
      sql
        .raw(statement)
        .execute(state().db)
        .then(
          () => undefined,
          (error: unknown) => error,
        );
    expect(isDatabaseFailure(await failureOf('select no_such_column'))).toBe(false);
    for (const state of ['57P03', '40001', '40P01', '25P03'])
      expect(isDatabaseFailure(await failureOf(`do $$ begin raise sqlstate '${state}'; end $$`))).toBe(true);
  });
});

it('says that a database that does not listen is away', async () => {
  const opened = openState({
    databaseUrl: 'postgres://milaan@127.0.0.1:1/none',
    dataDir: '',
    schema: 'milaan',
    poolSize: 1,
    databaseTimeoutMs: 2000,
  });
  expect(isDatabaseFailure(await opened.catch((error: unknown) => error))).toBe(true);
});
