import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellFilesRead } from '../state/files-read.ts';
import { keepPrepared, listIngestionsOf } from '../state/ingestions.ts';
import { changeWorkflow, readWorkflow } from '../state/workflows.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { createFileProgress } from './file-progress.ts';

const V1 = '/integration/v1';
const RANGES = {
  pullReturnPeriodStart: '102026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '102026',
  reconReturnPeriodEnd: '102026',
};
const AT = new Date('2026-11-22T06:00:00Z');

describe('the progress of a workflow that takes files in', () => {
  let milaan: TestServer;
  beforeAll(async () => {
    milaan = await createTestServer();
  });
  afterAll(() => milaan.close());

  /** Accepted and begun, but nothing runs. */
  async function workflowOf(files: number): Promise<string> {
    const token = await milaan.newToken();
    const fileList: { s3FileUrl: string; userFileName: string }[] = [];
    for (let n = 0; n < files; n++) {
      const path = `${V1}/generatePreSign/purchase?fileName=${n}.csv`;
      const { json } = await milaan.send('GET', path, { token, headers: { filecontenttype: 'CSV' } });
      const { pathname, search } = new URL(String(json.preSignedS3Url));
      await milaan.send('PUT', pathname + search, { body: 'x', headers: { 'content-type': 'text/csv' } });
      fileList.push({ s3FileUrl: String(json.preSignedS3Url), userFileName: `${n}.csv` });
    }
    const body = { fileList, userInputArgs: { pan: 'AAACA1111A', ...RANGES } };
    const { json } = await milaan.send('POST', `${V1}/maxItc/triggerWorkflow`, { token, body });
    const id = String(json.workflowId);
    await changeWorkflow(milaan.state.db, id, AT, { status: 'WORKFLOW_INGESTING' });
    return id;
  }
  const progressOf = async (id: string) => (await readWorkflow(milaan.state.db, id)).progress;
  const following = (workflowId: string | null) => createFileProgress(milaan, { workflowId });
  const bytes = { stage: 'read', done: 5, total: 10, unit: 'bytes' };

  it('counts the files that were read when there are several, and never backwards', async () => {
    const id = await workflowOf(2);
    const { db } = milaan.state;
    const progress = await following(id);
    progress.onProgress(bytes);
    expect(await progressOf(id)).toBeNull();
    const prepared = { side: 'BOOKS', segments: [], stats: [], fileError: null, warnings: [] } as const;
    for (const { id: ingestionId } of await listIngestionsOf(db, id)) {
      await keepPrepared(db, ingestionId, prepared, AT);
      await progress.end();
    }
    expect(await progressOf(id)).toEqual({ done: 2, total: 2, unit: 'files' });
    await tellFilesRead(db, id, { done: 1, total: 2 }, AT);
    expect(await progressOf(id)).toEqual({ done: 2, total: 2, unit: 'files' });
  });

  it('counts the bytes of the only file', async () => {
    const id = await workflowOf(1);
    const progress = await following(id);
    progress.onProgress(bytes);
    await progress.end();
    expect(await progressOf(id)).toEqual({ done: 5, total: 10, unit: 'bytes' });
  });

  it('is not touched by a file that comes by itself', async () => {
    const id = await workflowOf(2);
    const progress = await following(null);
    progress.onProgress(bytes);
    await progress.end();
    expect(await progressOf(id)).toBeNull();
  });
});
