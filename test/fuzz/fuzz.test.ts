import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../packages/contract/src/conformance/index.ts';
import { converse } from './converse.ts';
import { type FuzzServer, startFuzzServer } from './fuzz-server.ts';
import { judgeOutcome } from './judge-outcome.ts';
import { scriptArbitrary } from './script-arbitrary.ts';
import { BODY_STALLS, STALLS, stall, trickle, type Verdict } from './slow-clients.ts';

/** `npm run fuzz` sends 100,000; `npm test` sends what takes some seconds. */
const REQUESTS = Number(process.env.MILAAN_FUZZ_REQUESTS ?? 2500);
const IS_FULL = REQUESTS >= 100_000;
/** The short run draws the same requests each time, so that it reaches every door; the full one draws new ones. */
const SEED = process.env.MILAAN_FUZZ_SEED ?? (IS_FULL ? undefined : '7');
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

/** The server waits 30 s for a body, which only the full run has time for; the server's own tests have it by a fake clock. */
const STALLED = IS_FULL ? { ...STALLS, ...BODY_STALLS } : STALLS;
const STALL_PATIENCE_MS = 60_000;

/** What a run must have reached, or it has proved little. */
const DOORS = [
  '200 /integration/v1/errorCodes',
  '200 /integration/v1/authz/token',
  '200 /integration/v1/config/set',
  '200 /integration/v1/settings',
  'body_malformed',
  'client_secret_invalid',
  'configuration_missing',
  'gstin_invalid',
  'idempotency_key_invalid',
  'media_type_unsupported',
  'method_not_allowed',
  'parameter_invalid',
  'parameter_unknown',
  'period_range_invalid',
  'request_malformed',
  'resource_missing',
  'route_unknown',
  'scope_insufficient',
  'token_invalid',
  'token_missing',
  'token_revoked',
  // Seldom enough that a short run may miss them.
  ...(IS_FULL ? ['body_too_large', 'idempotency_key_reused', 'parameter_missing', 'version_mismatch'] : []),
];

let fuzzed: FuzzServer;
const stalled = new Map<string, Promise<Verdict>>();
beforeAll(async () => {
  fuzzed = await startFuzzServer();
  const [token = ''] = fuzzed.credentials.tokens;
  // They stall while the others are served.
  for (const [where, begin] of Object.entries(STALLED))
    stalled.set(where, stall(fuzzed.port, begin, token, STALL_PATIENCE_MS));
}, 120_000);
afterAll(() => fuzzed?.running.stop());

/** How often each success was reached and each code was given for a reason of its own, not by order. */
const reached = new Map<string, number>();
const count = (what: string): void => void reached.set(what, (reached.get(what) ?? 0) + 1);
/** A path without its query and without what it names. */
const placeOf = (path: string): string =>
  path.replace(/[?].*/, '').replace(/\/(?:[a-z]{2,3}_)?[0-9A-Z]{15,26}(?=\/|$)/g, '/…');
let sent = 0;

/** After a failure its script is made smaller for so long; each try may cost the whole patience with the server. */
const SHRINK_MS = 60_000;
let failedAtMs = Number.POSITIVE_INFINITY;

async function fuzz(requests: number): Promise<void> {
  const until = sent + requests;
  const lane = (number: number) =>
    fc.assert(
      fc.asyncProperty(scriptArbitrary(fuzzed.credentials), async (script) => {
        if (sent >= until || performance.now() - failedAtMs > SHRINK_MS) return;
        sent += script.requestCount;
        const outcome = await converse(fuzzed.port, script.conversation);
        for (const [index, response] of outcome.responses.entries())
          if (response.headers['milaan-simulated'] === undefined)
            count(codeOf(response) ?? `${response.status} ${placeOf(script.owed?.[index]?.path ?? '')}`);
        const wrong = judgeOutcome(script, outcome);
        if (wrong.length > 0 || fuzzed.faults.length > 0) failedAtMs = Math.min(failedAtMs, performance.now());
        expect({ wrong, faults: fuzzed.faults }).toEqual({ wrong: [], faults: [] });
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
    const facts = [...reached].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what}: ${times}`);
    console.log(`${sent} requests, ${(growth / 1024 / 1024).toFixed(1)} MiB of heap more; ${facts.join(', ')}`);
    expect(sent).toBeGreaterThanOrEqual(REQUESTS);
    expect(growth).toBeLessThan(MOST_GROWTH_BYTES);
    expect(fuzzed.faults).toEqual([]);
  });

  it('got behind every door on their way', () => expect(DOORS.filter((what) => !reached.has(what))).toEqual([]));

  it.each(Object.keys(STALLED))('do not let a client hold its connection that stops %s', async (where) =>
    expect(await stalled.get(where)).toEqual({ wrong: [], statuses: [400], end: 'closed' }),
  );

  it('leave a client its time that is slow but in time', async () =>
    expect(await trickle(fuzzed.port, fuzzed.credentials.tokens[0] ?? '')).toEqual({
      wrong: [],
      statuses: [200],
      end: 'answered',
    }));

  it('leave a server that still works', async () => {
    const answer = await fetch(`${fuzzed.running.url}/integration/v1/errorCodes`);
    expect(answer.status).toBe(200);
    expect(fuzzed.running.server.admission.underWay).toBe(0);
  });
});
