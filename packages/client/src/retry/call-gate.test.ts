import { describe, expect, it } from 'vitest';
import { RateLimitError } from '../errors/milaan-error.ts';
import { problemStep } from '../testing/fake-fetch.ts';
import { createTestClient, errorOf } from '../testing/test-client.ts';

const LIMITED = problemStep(429, 'rate_limit_requests', { 'retry-after': '10' });

/** A server with a token bucket: so many requests, one more each second. */
function bucket(size: number) {
  let left = size;
  let filledMs: number | null = null;
  let refused = 0;
  const step = (nowMs: number, tells: boolean) => {
    filledMs ??= nowMs;
    const more = Math.floor((nowMs - filledMs) / 1000);
    left = Math.min(size, left + more);
    filledMs += more * 1000;
    const resetMs = filledMs + 1000 - nowMs;
    const headers = tells ? { ratelimit: `"requests";r=${Math.max(0, left - 1)};t=${Math.ceil(resetMs / 1000)}` } : {};
    if (left >= 1) {
      left--;
      return { headers: { 'content-type': 'application/json', ...headers }, body: {}, tookMs: 5 };
    }
    refused++;
    return problemStep(429, 'rate_limit_requests', { 'retry-after': String(Math.ceil(resetMs / 1000)) });
  };
  return { step, refused: () => refused };
}

describe('a 429', () => {
  it('pauses the calls of the same client that come after it, and no other', async () => {
    const { milaan, clock, sent } = createTestClient((_, number) => (number === 1 ? LIMITED : {}));
    const startedMs = clock.nowMs();
    let isLate: Promise<unknown> = Promise.resolve();
    const onRetry = () => {
      isLate = Promise.resolve(milaan.getSettings());
    };
    await milaan.getSettings({ onRetry });
    await isLate;
    expect(sent.map(({ atMs }) => atMs - startedMs >= 10_000)).toEqual([false, true, true]);
  });

  it('fails those at once that cannot wait so long, with the 429 as the reason and the date', async () => {
    const { milaan, clock, sent } = createTestClient([LIMITED, {}]);
    let hurried: Promise<unknown> = Promise.resolve();
    let openMs = 0;
    const onRetry = ({ waitMs }: { waitMs: number }) => {
      openMs = clock.nowMs() + waitMs;
      hurried = errorOf(milaan.getConfig({}, { totalTimeoutMs: 5000 }));
    };
    await milaan.getSettings({ onRetry });
    const error = await hurried;
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({
      operation: 'getConfig',
      code: 'rate_limit_requests',
      attempts: [],
      retryAt: new Date(openMs),
    });
    expect(sent).toHaveLength(2);
  });

  it('of the token endpoint or of a full queue concerns that call alone', async () => {
    const full = problemStep(429, 'queue_full', { 'retry-after': '30' });
    const { milaan, clock } = createTestClient(({ url }) => (url.endsWith('triggerWorkflow') ? full : {}), {
      maxRetries: 1,
    });
    const startedMs = clock.nowMs();
    let meanwhileMs = Number.NaN;
    const onRetry = async () => {
      await milaan.getSettings();
      meanwhileMs = clock.nowMs() - startedMs;
    };
    await errorOf(milaan.triggerWorkflow({ body: { userInputArgs: { pan: 'ABCDE1234F' } } }, { onRetry }));
    expect(meanwhileMs).toBe(0);
  });
});

describe('a server that tells how many requests are left', () => {
  it('serves forty calls that come at once: each is refused once at most', async () => {
    const server = bucket(10);
    const { milaan, sent } = createTestClient(({ atMs }) => server.step(atMs, true));
    await Promise.all(Array.from({ length: 40 }, () => milaan.getSettings()));
    // Thirty had left before the first answer came.
    expect([sent.length, server.refused()]).toEqual([70, 30]);
  });

  it('refuses nobody who calls one after another, however quickly', async () => {
    const server = bucket(2);
    const { milaan } = createTestClient(({ atMs }) => server.step(atMs, true));
    for (let call = 0; call < 12; call++) await milaan.getSettings();
    expect(server.refused()).toBe(0);
  });

  it('keeps no call that has no time to wait: the server decides', async () => {
    const empty = { headers: { ratelimit: '"requests";r=0;t=30', 'content-type': 'application/json' }, body: {} };
    const { milaan, sent } = createTestClient([empty]);
    await milaan.getSettings();
    await milaan.getSettings({ totalTimeoutMs: 10_000 });
    expect(sent.map(({ atMs }) => atMs - (sent[0]?.atMs ?? 0))).toEqual([0, 0]);
  });
});

describe('a server that only refuses', () => {
  it('is asked by one alone when the wait is over, then by ever more', async () => {
    const { milaan, sent } = createTestClient((_, number) => (number <= 8 ? LIMITED : { tookMs: 1 }));
    await Promise.all(Array.from({ length: 8 }, () => milaan.getSettings()));
    const startedMs = sent[8]?.atMs ?? 0;
    const starts = sent.slice(8).map(({ atMs }) => atMs - startedMs);
    expect(starts.map((start) => starts.filter((other) => other === start).length).slice(0, 3)).toEqual([1, 2, 2]);
    expect(sent).toHaveLength(16);
  });
});

describe('a long poll', () => {
  it('lets nobody wait behind it', async () => {
    const { milaan, sent, clock } = createTestClient(({ url }, number) =>
      number === 1
        ? LIMITED
        : url.includes('workflow/')
          ? { body: { status: 'WORKFLOW_COMPLETED' }, tookMs: 20_000 }
          : {},
    );
    await Promise.all([milaan.getSettings(), milaan.waitForWorkflow('wf_1')]);
    expect(sent).toHaveLength(3);
    expect(clock.timers).toBe(0);
  });
});
