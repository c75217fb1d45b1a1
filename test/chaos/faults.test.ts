import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_DATABASES } from '../../packages/server/src/testing/test-databases.ts';
import { startTestS3, type TestS3 } from '../../packages/server/src/testing/test-s3.ts';
import { type Customer, SCENARIOS } from './customers.ts';
import { createFaultyWire, type FaultyWire } from './faulty-wire.ts';
import { createServerToKill, type ServerToKill } from './killed-server.ts';
import { newCustomers } from './new-customers.ts';
import { createPatientCaller } from './patient-caller.ts';
import { runThrough } from './run-through.ts';
import { pause } from './seeded.ts';

/** Long enough that everything which is under way meets it. */
const AWAY_MS = 4000;

const postgres = TEST_DATABASES.find(({ name }) => name === 'Postgres');
const canRun = postgres?.canRun === true;
const folder = mkdtempSync(join(tmpdir(), 'milaan-faults-'));
const wrong: string[] = [];
let stopDatabase = async () => {};
let s3: TestS3;
let database: FaultyWire;
let storage: FaultyWire;
let server: ServerToKill;
let customer: Customer;
let secret = '';
let expected: string | null = null;

beforeAll(async () => {
  if (!canRun || postgres === undefined) return;
  const started = await postgres.start();
  stopDatabase = started.stop;
  const databaseUrl = new URL(started.url ?? '');
  s3 = await startTestS3();
  database = await createFaultyWire(Number(databaseUrl.port));
  storage = await createFaultyWire(Number(new URL(s3.settings.endpoint ?? '').port));
  const schema = `faults_${process.pid}`;
  const state = { databaseUrl: databaseUrl.href, dataDir: folder, schema, poolSize: 2, databaseTimeoutMs: 10_000 };
  [secret = ''] = await newCustomers(state, ['customer']);
  databaseUrl.port = String(database.port);
  server = await createServerToKill(['--data-dir', folder], {
    DATABASE_URL: databaseUrl.href,
    MILAAN_DATABASE_SCHEMA: schema,
    MILAAN_S3_BUCKET: s3.settings.bucket,
    MILAAN_S3_ENDPOINT: `http://127.0.0.1:${storage.port}`,
    MILAAN_S3_ACCESS_KEY_ID: s3.settings.credentials?.accessKeyId ?? '',
    MILAAN_S3_SECRET_ACCESS_KEY: s3.settings.credentials?.secretAccessKey ?? '',
  });
  await server.start();
  customer = { caller: createPatientCaller([server.url], secret, wrong), accepted: [] };
  expected = (await SCENARIOS.allAtOnce?.(customer, () => 1)) ?? null;
}, 180_000);
afterAll(async () => {
  await server?.kill();
  await database?.close();
  await storage?.close();
  await s3?.stop();
  await stopDatabase();
  rmSync(folder, { recursive: true, force: true });
});

const answerNow = async (path: string) => {
  const response = await fetch(server.url + path, { headers: { 'x-clear-client-secret': secret } });
  return { status: response.status, code: ((await response.json()) as { code: string }).code }; // a problem's body
};

/** The job came to its usual end, no answer was against the contract, and no server ended. */
function expectNoHarm(results: string | null): void {
  expect(results).toBe(expected);
  const ended = server.faults.filter((fault) => fault.startsWith('exit'));
  expect({ wrong, ended }).toEqual({ wrong: [], ended: [] });
}

it.skipIf(!canRun)(
  'a database that goes away and comes back',
  async () => {
    const results = await runThrough(customer, async () => {
      database.cut();
      await pause(AWAY_MS / 2);
      const answer = await answerNow('/integration/v1/authz/token');
      await pause(AWAY_MS / 2);
      database.mend();
      expect(answer).toEqual({ status: 503, code: 'database_unavailable' });
    });
    expectNoHarm(results);
  },
  180_000,
);

it.skipIf(!canRun)(
  'an object store that goes away and comes back',
  async () => {
    const results = await runThrough(customer, async () => {
      storage.cut();
      await pause(AWAY_MS);
      storage.mend();
    });
    expectNoHarm(results);
  },
  180_000,
);

it.skipIf(!canRun)(
  'an object store that is slow',
  async () => {
    storage.delay(300);
    const results = await runThrough(customer, () => pause(AWAY_MS)).finally(() => storage.delay(0));
    expect(results).toBe(expected);
    expect(await server.stop()).toBe(0);
  },
  180_000,
);
