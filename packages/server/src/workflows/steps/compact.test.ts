import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JobInput, JobKind } from '../../jobs/job-contracts.ts';
import { createdIngestion, finishIngestion, insertIngestions } from '../../state/ingestions.ts';
import { commitSegments, listHeldSegments } from '../../state/segments.ts';
import type { PreparedSegment } from '../../state/tables/ingestion-tables.ts';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';
import type { WorkflowParts } from '../workflow-parts.ts';
import { compactAfterIngestion } from './compact.ts';

const PAN = 'AAACA1111A';
const GSTIN = '27AAACA1111A1ZS';
const AT = new Date('2026-11-22T06:00:00Z');

let milaan: TestServer;
let folder: string;
beforeAll(async () => {
  milaan = await createTestServer();
  folder = mkdtempSync(join(tmpdir(), 'milaan-compact-'));
});
afterAll(async () => {
  await milaan.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One ingestion with a segment of its own, which counts. */
async function ingest(workspaceId: string): Promise<string> {
  const { server, state } = milaan;
  const id = `act_${server.createUlid()}`;
  const segment: PreparedSegment = {
    ...{ id: `seg_${server.createUlid()}`, part: 0, side: 'BOOKS' as const, ownGstin: GSTIN },
    ...{ returnPeriod: null, generatedOn: null, firstPeriod: '102026', lastPeriod: '102026' },
    ...{ documents: 1, sizeBytes: 1, objectKey: `segments/${id}` },
  };
  const prepared = { side: 'BOOKS', segments: [segment], stats: [], fileError: null, warnings: [] } as const;
  const row = createdIngestion({
    ...{ id, workspaceId, workflowId: null, place: 0, uploadId: null, sourceObjectKey: null, fileName: 'lines.json' },
    args: { gstins: null, pan: PAN, allowedPans: null, templateId: null },
    ...{ createdAt: AT, createdBy: null },
  });
  await insertIngestions(state.db, [{ ...row, side: 'BOOKS', prepared }]);
  await finishIngestion(state.db, id, {
    ...{ status: 'ACTIVITY_COMPLETED', stats: [], fileError: null, error: null, at: AT },
  });
  await state.db
    .transaction()
    .execute((transaction) =>
      commitSegments(transaction, { workspaceId, ingestionId: id, segments: [segment], at: AT }),
    );
  return id;
}

it('merges a registration once at a time, and whatever came meanwhile with the next merge', async () => {
  const { workspaceId } = await milaan.newClient();
  const { state, clock, server } = milaan;
  const held = () => listHeldSegments(state.db, { workspaceId, pan: PAN, asOf: null });
  const merged: number[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const run = async (_: JobKind, input: JobInput<'compact'>) => {
    merged.push(input.segments.length);
    await released;
    writeFileSync(input.outPath, 'merged');
    return { documents: input.segments.length, firstPeriod: '102026', lastPeriod: '102026' };
  };
  const use = (work: (path: string) => Promise<unknown>) => work(mkdtempSync(join(folder, 'use-')));
  const store = { getFile: async () => {}, putFile: async () => {} };
  const jobs = { run, budget: { threads: 1, memoryBytes: 1 } };
  const used = { state, clock, log: server.log, store, jobs, workFolder: { use } };
  const parts = used as unknown as WorkflowParts; // a merge uses no others
  const compact = (id: string) => compactAfterIngestion(parts, id, new AbortController().signal);

  for (let n = 0; n < 16; n++) await ingest(workspaceId);
  const first = compact(await ingest(workspaceId));
  await expect.poll(() => merged, { timeout: 10_000 }).toEqual([17]);
  for (let n = 0; n < 16; n++) await compact(await ingest(workspaceId));
  expect(merged).toEqual([17]);
  release();
  await first;
  expect(await held()).toHaveLength(17);
  await compact(await ingest(workspaceId));
  expect(merged).toEqual([17, 18]);
  expect(await held()).toMatchObject([{ documents: 18, ingestionId: null }]);
});
