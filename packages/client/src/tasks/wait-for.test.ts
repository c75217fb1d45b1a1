import { describe, expect, it } from 'vitest';
import { problemStep, type Step } from '../testing/fake-fetch.ts';
import { createTestClient, errorOf } from '../testing/test-client.ts';

const workflow = (status: string, headers: Record<string, string> = {}): Step => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: { workflowId: 'wf_1', status },
});
const RUNNING = workflow('WORKFLOW_RECONCILING', { 'retry-after': '5' });
const DONE = workflow('WORKFLOW_COMPLETED');

describe('waiting for a task', () => {
  it('looks again when Retry-After says, at least twice a minute, and each second where nothing is said', async () => {
    const { milaan, clock } = createTestClient([
      RUNNING,
      workflow('WORKFLOW_CREATED', { 'retry-after': '900' }),
      workflow('WORKFLOW_CREATED'),
      DONE,
    ]);
    expect(await milaan.waitForWorkflow('wf_1')).toMatchObject({ status: 'WORKFLOW_COMPLETED' });
    expect(clock.sleeps).toEqual([5000, 30_000, 1000]);
  });

  it('lets the server hold its answers back, less long where somebody watches', async () => {
    const { milaan, sent } = createTestClient([DONE]);
    await milaan.waitForWorkflow('wf_1');
    await milaan.waitForWorkflow('wf_1', { onProgress: () => {} });
    await milaan.waitForWorkflow('wf_1', { longPollSeconds: 0 });
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(['?wait=20', '?wait=2', '']);
  });

  it('gives back a task that has failed, as what it is', async () => {
    const { milaan } = createTestClient([workflow('WORKFLOW_FAILED')]);
    expect(await milaan.waitForWorkflow('wf_1')).toMatchObject({ status: 'WORKFLOW_FAILED' });
  });

  it('outlives a server that is away for minutes', async () => {
    const { milaan, clock } = createTestClient(({ atMs }) => {
      const elapsedMs = atMs - startedMs;
      if (elapsedMs < 1000) return RUNNING;
      return elapsedMs < 240_000 ? { isDropped: true } : DONE;
    });
    const startedMs = clock.nowMs();
    expect(await milaan.waitForWorkflow('wf_1')).toMatchObject({ status: 'WORKFLOW_COMPLETED' });
    expect(Math.max(...clock.sleeps)).toBeLessThanOrEqual(30_000);
    expect(clock.sleeps.length).toBeLessThan(60);
    expect(clock.timers).toBe(0);
  });

  it('does not outlive one that stays away, nor one that says no, nor any where no retry is wanted', async () => {
    const away = createTestClient([{ isDropped: true }]);
    const startedMs = away.clock.nowMs();
    expect(await errorOf(away.milaan.waitForWorkflow('wf_1'))).toMatchObject({ code: 'connection_failed' });
    expect(away.clock.nowMs() - startedMs).toBeGreaterThanOrEqual(300_000);
    const missing = createTestClient([problemStep(400, 'resource_missing')]);
    expect(await errorOf(missing.milaan.waitForWorkflow('wf_1'))).toMatchObject({ code: 'resource_missing' });
    const strict = createTestClient([{ isDropped: true }]);
    expect(await errorOf(strict.milaan.waitForIngestion('act_1', { maxRetries: 0 }))).toMatchObject({
      code: 'connection_failed',
    });
    expect([missing.sent.length, strict.sent.length]).toEqual([1, 1]);
  });

  it('ends in time, whatever the server does', async () => {
    const { milaan, clock } = createTestClient(({ atMs }) =>
      Math.floor(atMs / 7000) % 2 === 0 ? RUNNING : { isDropped: true },
    );
    const startedMs = clock.nowMs();
    const error = await errorOf(milaan.waitForWorkflow('wf_1', { totalTimeoutMs: 200_000 }));
    expect(error).toMatchObject({ code: 'deadline_exceeded' });
    expect(clock.nowMs() - startedMs).toBeLessThanOrEqual(200_000);
  });

  it('passes on what a watcher throws', async () => {
    const { milaan } = createTestClient([RUNNING]);
    const mine = new Error('mine');
    const onProgress = () => {
      throw mine;
    };
    expect(await errorOf(milaan.waitForWorkflow('wf_1', { onProgress }))).toBe(mine);
  });
});
