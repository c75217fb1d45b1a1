import { LIMITS } from '@milaan/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeWorkflow, finishWorkflow } from '../../state/workflows.ts';
import { newWorkflow } from '../../testing/new-workflow.ts';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';
import { createWorkflowWatch } from './watch-workflows.ts';

describe('the events of a workflow', () => {
  let milaan: TestServer;
  beforeAll(async () => {
    milaan = await createTestServer();
  });
  afterAll(() => milaan.close());

  const begin = async () => {
    const client = await milaan.newClient();
    const token = await milaan.tokenOf(client);
    return { token, workflowId: await newWorkflow(milaan, client) };
  };
  const progress = (id: string, done: number) =>
    changeWorkflow(milaan.state.db, id, new Date(milaan.clock.nowMs()), {
      status: 'WORKFLOW_INGESTING',
      progress: { done, total: 3, unit: 'files' },
    });
  const finish = (id: string) =>
    finishWorkflow(milaan.state.db, id, {
      status: 'WORKFLOW_COMPLETED',
      error: null,
      summary: null,
      resultKeys: {},
      fileErrors: [],
      progress: null,
      at: new Date(milaan.clock.nowMs()),
    });
  const open = async (token: string, workflowId: string, headers: Record<string, string> = {}, method = 'GET') =>
    milaan.app.fetch(
      new Request(`http://milaan.test/integration/v1/maxItc/workflow/${workflowId}/events`, {
        method,
        headers: { 'x-cleartax-auth-token': token, accept: 'text/event-stream', ...headers },
      }),
    );
  /** Reads texts one by one; the clock moves while nothing comes. */
  const reading = (response: Response) => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    return {
      next: async (stepMs = 300) => {
        let isThere = false;
        const read = reader?.read().then((result) => {
          isThere = true;
          return result;
        });
        await expect
          .poll(() => {
            if (!isThere && milaan.clock.sleepers > 0) milaan.clock.advance(stepMs);
            return isThere;
          })
          .toBe(true);
        return (await read)?.value;
      },
      leave: () => reader?.cancel(),
    };
  };
  const dataOf = (text: string | undefined) => JSON.parse(/^data: (.*)$/m.exec(text ?? '')?.[1] ?? 'null');

  it('tell the state now, each change, and end with the workflow', async () => {
    const { token, workflowId } = await begin();
    const response = await open(token, workflowId);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    const events = reading(response);
    expect(await events.next()).toBe('retry: 2000\n\n');
    const first = await events.next();
    expect(first).toMatch(/^id: 1\nevent: workflow\ndata: \{.*\}\n\n$/);
    expect(dataOf(first)).toMatchObject({ workflowId, status: 'WORKFLOW_CREATED', progress: null });
    await progress(workflowId, 1);
    expect(dataOf(await events.next())).toMatchObject({ status: 'WORKFLOW_INGESTING', progress: { done: 1 } });
    await finish(workflowId);
    const last = await events.next();
    expect(last).toMatch(/^id: 3\n/);
    expect(dataOf(last)).toMatchObject({ status: 'WORKFLOW_COMPLETED' });
    expect(await events.next()).toBeUndefined();
    expect(milaan.server.events.places.underWay).toBe(0);
  });

  it('go on where the client was', async () => {
    const { token, workflowId } = await begin();
    await progress(workflowId, 1);
    const same = reading(await open(token, workflowId, { 'last-event-id': '2' }));
    await same.next();
    await progress(workflowId, 2);
    expect(dataOf(await same.next())).toMatchObject({ progress: { done: 2 } });
    await same.leave();
    const missed = reading(await open(token, workflowId, { 'last-event-id': '1' }));
    await missed.next();
    expect(dataOf(await missed.next())).toMatchObject({ progress: { done: 2 } });
    await missed.leave();
  });

  it('keep a silent connection alive, and end it after five minutes', async () => {
    const { token, workflowId } = await begin();
    const events = reading(await open(token, workflowId));
    await events.next();
    await events.next();
    expect(await events.next(LIMITS.eventHeartbeatMs)).toBe(': still running\n\n');
    milaan.clock.advance(LIMITS.eventStreamMs);
    await events.next();
    expect(await events.next()).toBeUndefined();
  });

  it('have places of their own, which are given back when the client leaves', async () => {
    const { token, workflowId } = await begin();
    const streams = [];
    for (let i = 0; i < LIMITS.eventStreams; i++) streams.push(reading(await open(token, workflowId)));
    const refused = await milaan.send('GET', `/integration/v1/maxItc/workflow/${workflowId}/events`, { token });
    expect(refused).toMatchObject({
      code: 'rate_limit_concurrency',
      json: { metadata: { limit: LIMITS.eventStreams } },
    });
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(315);
    expect(milaan.server.concurrency.underWay).toBe(0);
    expect(milaan.server.admission.underWay).toBe(0);
    expect((await milaan.send('GET', `/integration/v1/maxItc/workflow/${workflowId}`, { token })).status).toBe(200);
    for (const stream of streams) await stream.leave();
    const again = reading(await open(token, workflowId));
    expect(await again.next()).toBe('retry: 2000\n\n');
    await again.leave();
    await expect.poll(() => milaan.server.events.places.underWay).toBe(0);
  });

  it('answer HEAD without opening anything', async () => {
    const { token, workflowId } = await begin();
    const response = await open(token, workflowId, {}, 'HEAD');
    expect([response.status, await response.text()]).toEqual([200, '']);
    await expect.poll(() => milaan.server.events.places.underWay).toBe(0);
  });

  it('are for those who may read the workflow', async () => {
    const { workflowId } = await begin();
    const path = `/integration/v1/maxItc/workflow/${workflowId}/events`;
    const stranger = await milaan.newToken();
    expect((await milaan.send('GET', path, { token: stranger })).code).toBe('resource_missing');
    const headers = { accept: 'application/json' };
    expect((await milaan.send('GET', path, { token: stranger, headers })).code).toBe('media_type_unsupported');
  });

  it('end when the server drains', async () => {
    const { token, workflowId } = await begin();
    const own = await createTestServer({ state: milaan.state, clock: milaan.clock });
    const headers = { 'x-cleartax-auth-token': token };
    const response = await own.app.fetch(
      new Request(`http://milaan.test/integration/v1/maxItc/workflow/${workflowId}/events`, { headers }),
    );
    const events = reading(response);
    await events.next();
    await events.next();
    own.server.admission.startDraining(milaan.clock.nowMs() + 10_000);
    expect(await events.next()).toBeUndefined();
    await own.close();
  });

  it('end with the database, so that the client comes back', async () => {
    const { clock } = milaan;
    const db = {
      selectFrom: () => {
        throw new Error('away');
      },
    } as unknown as typeof milaan.state.db; // fails at once
    const watch = createWorkflowWatch({ db, clock, admission: { isDraining: false } });
    const changed = watch.changed('wf_1', 1, new AbortController().signal);
    const caught = changed.catch((error: unknown) => error);
    await expect.poll(() => clock.sleepers).toBeGreaterThan(0);
    clock.advance(300);
    expect(await caught).toMatchObject({ message: 'away' });
  });
});
