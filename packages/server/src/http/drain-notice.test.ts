import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { GET_CONFIG } from '../testing/api.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';

const CODES = '/integration/v1/errorCodes';
const NOTICE_MS = 10_000;
const DRAIN_MS = 25_000;

const clock = createFakeClock();
let milaan: TestServer;
beforeAll(async () => {
  milaan = await createTestServer({ clock });
});
afterAll(() => milaan.close());

it('a server that is about to stop says so to its proxy, and serves whoever still comes until the notice is over', async () => {
  const ready = async () => (await milaan.app.fetch(new Request('http://milaan.test/health/ready'))).status;
  const token = await milaan.newToken();
  expect(await ready()).toBe(200);
  expect((await milaan.send('GET', CODES)).headers.connection).toBeUndefined();

  const refusesFromMs = clock.nowMs() + NOTICE_MS;
  milaan.server.admission.startDraining(refusesFromMs + DRAIN_MS, refusesFromMs);
  expect(await ready()).toBe(503);
  expect(await milaan.send('GET', CODES)).toMatchObject({ status: 200, headers: { connection: 'close' } });
  expect(await milaan.send('GET', GET_CONFIG, { token })).toMatchObject({
    status: 402,
    headers: { connection: 'close' },
  });

  clock.advance(NOTICE_MS);
  const refused = await milaan.send('GET', CODES);
  expect(refused).toMatchObject({ status: 503, code: 'draining', headers: { connection: 'close' } });
  // By then this process has gone, and another stands in its place.
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(DRAIN_MS / 1000);
});
