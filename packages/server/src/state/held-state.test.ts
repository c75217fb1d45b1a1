import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { createSystemRandomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import { argsOf } from '../testing/new-workflow.ts';
import { TEST_DATABASES } from '../testing/test-databases.ts';
import { stateOfSuite } from '../testing/test-state.ts';
import { ensureWorkspace } from './clients.ts';
import { insertHeldDeletion, listHeldDeletions } from './held-deletions.ts';
import { takeSequences } from './held-sequence.ts';
import { createdIngestion, finishIngestion, insertIngestions, keepPrepared, readIngestion } from './ingestions.ts';
import { pulledStatements } from './migrations/2026-11-23-pulled-statements.ts';
import { forgetNodes, keepNodeAlive, listNodes, listSilentNodes, markNodeGone } from './nodes.ts';
import { listReadFiles } from './read-files.ts';
import { commitSegments, listHeldSegments, replaceSegments } from './segments.ts';
import type { PreparedSegment } from './tables/ingestion-tables.ts';
import type { Workflow } from './tables/workflow-tables.ts';
import {
  acceptWorkflow,
  changeWorkflow,
  createdWorkflow,
  finishWorkflow,
  listEnded,
  readWorkflow,
  recordSnapshot,
} from './workflows.ts';

const NOW = new Date('2026-11-22T06:00:00Z');
const LATER = new Date('2026-11-22T07:00:00Z');
const PAN = 'AAACA1111A';
const GSTIN = '27AAACA1111A1ZS';
const ulid = createUlids(createFakeClock(NOW.getTime()), createSystemRandomness());

describe.each(TEST_DATABASES)('workflows and what is held, on $name', (database) => {
  const schema = `held_${ulid().toLowerCase()}`;
  const state = stateOfSuite(database, schema);
  // Without Postgres on the machine its half is skipped, except in CI, where it must be there.
  const test = it.skipIf(!database.canRun);

  const newWorkspace = () => ensureWorkspace(state().db, { id: ulid(), name: ulid(), createdAt: NOW });
  const newRow = (workspaceId: string, pan = PAN) =>
    createdWorkflow({
      id: `wf_${ulid()}`,
      workspaceId,
      pan,
      reconType: 'MAX_ITC_2B_PR',
      args: argsOf('102026'),
      files: [],
      createdAt: NOW,
      createdBy: 'client',
    });
  const newIngestion = async (workspaceId: string) => {
    const id = `act_${ulid()}`;
    const row = createdIngestion({
      id,
      workspaceId,
      workflowId: null,
      place: 0,
      uploadId: null,
      sourceObjectKey: null,
      fileName: 'purchases.csv',
      args: { gstins: null, pan: PAN, allowedPans: null, templateId: null },
      createdAt: NOW,
      createdBy: null,
    });
    await insertIngestions(state().db, [row]);
    return id;
  };
  const segment = (part: number): PreparedSegment => ({
    id: `seg_${ulid()}`,
    part,
    side: 'BOOKS',
    ownGstin: GSTIN,
    returnPeriod: null,
    generatedOn: null,
    firstPeriod: '102026',
    lastPeriod: '102026',
    documents: 3,
    sizeBytes: 4096,
    objectKey: `segments/x/${part}.parquet`,
  });
  const commit = async (workspaceId: string, segments: readonly PreparedSegment[], at = NOW) => {
    const ingestionId = await newIngestion(workspaceId);
    const commitAll = () =>
      state()
        .db.transaction()
        .execute((transaction) => commitSegments(transaction, { workspaceId, ingestionId, segments, at }));
    await commitAll();
    return commitAll;
  };
  const held = (workspaceId: string, asOf: Date | null = null) =>
    listHeldSegments(state().db, { workspaceId, pan: PAN, asOf });
  const end = { error: null, summary: null, resultKeys: null, progress: null, at: LATER } as const;

  const accept = (workflow: Workflow) =>
    acceptWorkflow(state().db, { workflow, files: [], notes: { entries: [], record: null } });

  test('one workflow at a time for a PAN and a type, until it has ended', async () => {
    const workspaceId = await newWorkspace();
    const [first, second, other] = [newRow(workspaceId), newRow(workspaceId), newRow(workspaceId, 'BBBCB2222B')];
    expect(await accept(first)).toBeNull();
    expect(await accept(second)).toBe(first.id);
    expect(await accept(other)).toBeNull();
    expect(await finishWorkflow(state().db, first.id, { ...end, status: 'WORKFLOW_COMPLETED' })).toBe(true);
    expect(await accept(second)).toBeNull();
  });

  test('many triggers at once: one is accepted, the others learn which', async () => {
    const workspaceId = await newWorkspace();
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(newRow(workspaceId))));
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer !== null)).size).toBe(1);
  });

  test('what has ended is not changed any more', async () => {
    const row = newRow(await newWorkspace());
    await accept(row);
    expect(await changeWorkflow(state().db, row.id, NOW, { status: 'WORKFLOW_PULLING' })).toBe(true);
    expect(await finishWorkflow(state().db, row.id, { ...end, status: 'WORKFLOW_FAILED' })).toBe(true);
    expect(await finishWorkflow(state().db, row.id, { ...end, status: 'WORKFLOW_COMPLETED' })).toBe(false);
    expect(await changeWorkflow(state().db, row.id, LATER, { status: 'WORKFLOW_RECONCILING' })).toBe(false);
    expect(await readWorkflow(state().db, row.id)).toMatchObject({ status: 'WORKFLOW_FAILED', version: 3 });
  });

  test('a snapshot is recorded once', async () => {
    const row = newRow(await newWorkspace());
    await accept(row);
    const first = { segments: [], deletions: [], asOf: '2026-11-22', report: { sources: [], notes: [] } };
    expect(await recordSnapshot(state().db, row.id, first)).toEqual(first);
    expect(await recordSnapshot(state().db, row.id, { ...first, asOf: '2026-11-23' })).toEqual(first);
  });

  test('tells which of some workflows have ended', async () => {
    const workspaceId = await newWorkspace();
    const [running, ended] = [newRow(workspaceId, 'AAACA1111A'), newRow(workspaceId, 'BBBCB2222B')];
    for (const row of [running, ended]) await accept(row);
    await finishWorkflow(state().db, ended.id, { ...end, status: 'WORKFLOW_FAILED' });
    expect(await listEnded(state().db, [running.id, ended.id])).toEqual([ended.id]);
  });

  test('a prepared ingestion keeps what the first reading gave, and ends once', async () => {
    const id = await newIngestion(await newWorkspace());
    const prepared = { side: 'BOOKS', segments: [segment(0)], stats: [], fileError: null, warnings: [] } as const;
    await keepPrepared(state().db, id, prepared, NOW);
    await keepPrepared(state().db, id, { ...prepared, segments: [] }, NOW);
    expect((await readIngestion(state().db, id)).prepared?.segments).toHaveLength(1);
    const done = { status: 'ACTIVITY_COMPLETED', stats: [], fileError: null, error: null, at: LATER } as const;
    expect(await finishIngestion(state().db, id, done)).toBe(true);
    expect(await finishIngestion(state().db, id, { ...done, status: 'ACTIVITY_DISCARDED' })).toBe(false);
  });

  test('segments count in the order of their commits, each once', async () => {
    const workspaceId = await newWorkspace();
    const again = await commit(workspaceId, [segment(0), segment(1)]);
    await commit(workspaceId, [segment(0)]);
    await again();
    expect((await held(workspaceId)).map(({ sequence, part }) => [sequence, part])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
  });

  test('a register of more registrations than one statement takes is held whole, in its order', async () => {
    const workspaceId = await newWorkspace();
    const again = await commit(
      workspaceId,
      Array.from({ length: 4000 }, (_, part) => segment(part)),
    );
    await again();
    const parts = (await held(workspaceId)).map(({ part }) => part);
    expect(parts).toEqual(Array.from({ length: 4000 }, (_, part) => part));
  });

  test('what a provider brought before anybody asked again is known as such', async () => {
    const workspaceId = await newWorkspace();
    await commit(workspaceId, [segment(0), { ...segment(1), side: 'GSTR_2B', returnPeriod: '102026' }]);
    const db = state().db.withoutPlugins().withSchema(schema);
    await pulledStatements.down?.(db);
    await pulledStatements.up(db);
    expect((await held(workspaceId)).map(({ askedAt }) => askedAt)).toEqual([null, NOW]);
  });

  test('places in the order are taken one after the other, whoever takes them', async () => {
    const workspaceId = await newWorkspace();
    const taken = await Promise.all(
      Array.from({ length: 6 }, () =>
        state()
          .db.transaction()
          .execute((transaction) => takeSequences(transaction, workspaceId, 2)),
      ),
    );
    expect(taken.sort((a, b) => a - b)).toEqual([1, 3, 5, 7, 9, 11]);
  });

  test('shows what was held at a moment', async () => {
    const workspaceId = await newWorkspace();
    await commit(workspaceId, [segment(0)]);
    await commit(workspaceId, [segment(0)], LATER);
    const deletion = { workspaceId, side: 'BOOKS', pan: PAN, ownGstin: GSTIN, returnPeriod: '102026' } as const;
    await state()
      .db.transaction()
      .execute((transaction) => insertHeldDeletion(transaction, { ...deletion, id: ulid(), createdAt: LATER }));
    expect(await held(workspaceId, NOW)).toHaveLength(1);
    expect(await held(workspaceId, LATER)).toHaveLength(2);
    const deletions = (asOf: Date | null) => listHeldDeletions(state().db, { workspaceId, pan: PAN, asOf });
    expect(await deletions(NOW)).toEqual([]);
    expect(await deletions(null)).toMatchObject([{ sequence: 3 }]);
  });

  test('a merged segment stands for others from its moment on, unless another node was first', async () => {
    const workspaceId = await newWorkspace();
    await commit(workspaceId, [segment(0)]);
    await commit(workspaceId, [segment(0)]);
    const both = await held(workspaceId);
    const last = both.at(-1);
    if (last === undefined) throw new Error('two segments');
    const replace = () =>
      state()
        .db.transaction()
        .execute((transaction) =>
          replaceSegments(transaction, both, { ...last, id: `seg_${ulid()}`, ingestionId: null }, LATER),
        );
    expect(await replace()).toBe(true);
    expect(await replace()).toBe(false);
    expect(await held(workspaceId)).toMatchObject([{ sequence: 2, ingestionId: null }]);
    expect(await held(workspaceId, NOW)).toHaveLength(2);
  });

  test('a merge that comes second loses nothing of what the first did not know', async () => {
    const workspaceId = await newWorkspace();
    await commit(workspaceId, [segment(0)]);
    const known = await held(workspaceId);
    await commit(workspaceId, [segment(0)]);
    const all = await held(workspaceId);
    const merge = (segments: typeof all) =>
      state()
        .db.transaction()
        .execute((transaction) => {
          const last = segments.at(-1);
          if (last === undefined) throw new Error('a segment');
          return replaceSegments(transaction, segments, { ...last, id: `seg_${ulid()}`, ingestionId: null }, LATER);
        });
    expect(await merge(known)).toBe(true);
    expect(await merge(all)).toBe(false);
    expect((await held(workspaceId)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  test('what was read is told by file, and lines together as far as no deletion lies between', async () => {
    const workspaceId = await newWorkspace();
    const deletion = { workspaceId, side: 'BOOKS', pan: PAN, ownGstin: GSTIN, returnPeriod: '102026' } as const;
    await commit(workspaceId, [segment(0)]);
    await commit(workspaceId, [segment(0)]);
    const read = async () => {
      const of = { workspaceId, pan: PAN, asOf: null };
      const files = await listReadFiles(state().db, of, await listHeldDeletions(state().db, of));
      return files.map(({ documents, sequence, isFile }) => [documents, sequence, isFile]).sort();
    };
    expect(await read()).toEqual([[6, 2, false]]);
    await state()
      .db.transaction()
      .execute((transaction) => insertHeldDeletion(transaction, { ...deletion, id: ulid(), createdAt: NOW }));
    await commit(workspaceId, [segment(0)]);
    expect(await read()).toEqual([
      [3, 4, false],
      [6, 2, false],
    ]);
    await state()
      .db.updateTable('ingestion')
      .set({ sourceObjectKey: 'upload' })
      .where('workspaceId', '=', workspaceId)
      .execute();
    expect(await read()).toHaveLength(3);
  });

  test('what counts is found without reading past what was merged', async () => {
    const { rows } = await sql<{ indexdef: string }>`
      select indexdef from pg_indexes where indexname = 'segment_live'`.execute(state().db);
    expect(rows[0]?.indexdef).toMatch(/\(workspace_id, pan, sequence\) WHERE \(retired_at IS NULL\)/);
  });

  test('a node is silent when it was not seen, or has said that it went', async () => {
    const [gone, living] = [ulid(), ulid()];
    const host = ulid();
    for (const id of [gone, living]) await keepNodeAlive(state().db, { id, host, pid: 4 });
    expect(await listSilentNodes(state().db, 60_000)).not.toContain(gone);
    await markNodeGone(state().db, gone);
    const silent = await listSilentNodes(state().db, 60_000);
    expect(silent).toContain(gone);
    expect(silent).not.toContain(living);
    expect(await listNodes(state().db)).toHaveLength(2);
    await forgetNodes(state().db, [gone]);
    expect(await listNodes(state().db)).toEqual([{ id: living, host, pid: 4 }]);
  });
});
