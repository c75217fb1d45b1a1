import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { converse } from './converse.ts';
import { type FuzzServer, startFuzzServer } from './fuzz-server.ts';
import { judgeOutcome } from './judge-outcome.ts';
import { scriptArbitrary } from './script-arbitrary.ts';

/** `npm run fuzz` sends 100,000; `npm test` sends what takes some seconds. */
const REQUESTS = Number(process.env.MILAAN_FUZZ_REQUESTS ?? 4000);
const SEED = process.env.MILAAN_FUZZ_SEED;
const LANES = 4;
/** Requests of a script on average; scripts are drawn until enough requests were sent. */
const SCRIPT_REQUESTS = 3;
const MOST_GROWTH_BYTES = 32 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const heapBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

let fuzzed: FuzzServer;
beforeAll(async () => {
  fuzzed = await startFuzzServer();
}, 120_000);
afterAll(() => fuzzed?.running.stop());

const statuses = new Map<number, number>();
let sent = 0;

async function fuzz(requests: number): Promise<void> {
  const until = sent + requests;
  const lane = (number: number) =>
    fc.assert(
      fc.asyncProperty(scriptArbitrary(fuzzed.credentials), async (script) => {
        if (sent >= until) return;
        sent += script.requestCount;
        const outcome = await converse(fuzzed.port, script.conversation);
        for (const { status } of outcome.responses) statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(judgeOutcome(script, outcome)).toEqual([]);
      }),
      {
        numRuns: Math.ceil(requests / SCRIPT_REQUESTS / LANES) * 2,
        ...(SEED === undefined ? {} : { seed: Number(SEED) + number }),
      },
    );
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
}

describe(`${REQUESTS} requests that the document describes, or nearly so, or not at all`, () => {
  it('get answers of the master in shape, none of them a 5XX, and the server does not grow', {
    timeout: 3_600_000,
  }, async () => {
    await fuzz(Math.ceil(REQUESTS * 0.3));
    const before = heapBytes();
    await fuzz(Math.ceil(REQUESTS * 0.7));
    const growth = heapBytes() - before;
    console.log(
      `fuzz: ${sent} requests, heap ${(growth / 1024 / 1024).toFixed(1)} MiB more, answers ${JSON.stringify(Object.fromEntries([...statuses].sort(([a], [b]) => a - b)))}`,
    );
    expect(sent).toBeGreaterThanOrEqual(REQUESTS);
    expect(growth).toBeLessThan(MOST_GROWTH_BYTES);
    expect(fuzzed.faults).toEqual([]);
  });

  it('reached success and every kind of refusal on their way', () =>
    expect([200, 400, 401, 402, 409].filter((status) => !statuses.has(status))).toEqual([]));

  it('leave a server that still works', async () => {
    const answer = await fetch(`${fuzzed.running.url}/integration/v1/errorCodes`);
    expect(answer.status).toBe(200);
    expect(fuzzed.running.server.admission.underWay).toBe(0);
  });
});
