import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_DATABASES } from '../../packages/server/src/testing/test-databases.ts';
import { startTestS3, type TestS3 } from '../../packages/server/src/testing/test-s3.ts';
import { type Customer, SCENARIOS } from './customers.ts';
import { createServerToKill, type ServerToKill } from './killed-server.ts';
import { newCustomers } from './new-customers.ts';
import { createPatientCaller } from './patient-caller.ts';
import { pause } from './seeded.ts';

/** `npm run chaos` sets thirty. */
const WORKFLOWS = Number(process.env.MILAAN_CHAOS_WORKFLOWS ?? 6);
/** Longer than a node may be silent before the others take over its work. */
const FROZEN_MS = 20_000;

const postgres = TEST_DATABASES.find(({ name }) => name === 'Postgres');
const canRun = postgres?.canRun === true;
const folder = mkdtempSync(join(tmpdir(), 'milaan-nodes-'));
const schema = `nodes_${process.pid}`;
const wrong: string[] = [];
let databaseUrl = '';
let stopDatabase = async () => {};
let s3: TestS3;
let nodes: readonly ServerToKill[] = [];
let customers: readonly Customer[] = [];

beforeAll(async () => {
  if (!canRun || postgres === undefined) return;
  const database = await postgres.start();
  stopDatabase = database.stop;
  databaseUrl = database.url ?? '';
  s3 = await startTestS3();
  const { bucket, endpoint = '', credentials } = s3.settings;
  const env = {
    DATABASE_URL: databaseUrl,
    MILAAN_DATABASE_SCHEMA: schema,
    MILAAN_S3_BUCKET: bucket,
    MILAAN_S3_ENDPOINT: endpoint,
    MILAAN_S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
    MILAAN_S3_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
  };
  const names = Array.from({ length: WORKFLOWS }, (_, index) => `customer ${index}`);
  const state = { databaseUrl, dataDir: folder, schema, poolSize: 2, databaseTimeoutMs: 10_000 };
  const secrets = await newCustomers(state, names);
  nodes = await Promise.all(['a', 'b', 'c'].map((name) => createServerToKill(['--data-dir', join(folder, name)], env)));
  await Promise.all(nodes.map((node) => node.start()));
  const urls = nodes.map(({ url }) => url);
  customers = secrets.map((secret, index) => {
    // Each begins at another node, and goes on to the next when one does not answer.
    const turned = urls.map((_, at) => urls[(at + index) % urls.length] ?? '');
    return { caller: createPatientCaller(turned, secret, wrong, 8000), accepted: [] };
  });
}, 180_000);

afterAll(async () => {
  for (const node of nodes) node.thaw();
  await Promise.all(nodes.map((node) => node.kill()));
  await s3?.stop();
  await stopDatabase();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** How often each workflow was ended, as the audit log has it. */
async function endsOf(ids: readonly string[]): Promise<readonly number[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ subject_id: string; count: string }>(
    `select subject_id, count(*) from "${schema}".audit_entry
     where action in ('workflow.completed', 'workflow.failed') group by subject_id`,
  );
  await client.end();
  return ids.map((id) => Number(rows.find((row) => row.subject_id === id)?.count ?? 0));
}

it.skipIf(!canRun)(
  `${WORKFLOWS} workflows on three nodes end once each while one node is killed and one is frozen`,
  async () => {
    const [killed, frozen] = nodes;
    const running = customers.map((customer) => SCENARIOS.allAtOnce?.(customer, () => 1));
    const accepted = () => customers.flatMap(({ accepted: own }) => own.map(({ id }) => id));
    while (accepted().length < WORKFLOWS / 2) await pause(50);
    frozen?.freeze();
    await killed?.kill();
    await pause(FROZEN_MS);
    frozen?.thaw();
    const results = await Promise.all(running);
    const digests = new Set(results.map((lines) => createHash('sha256').update(String(lines)).digest('hex')));
    expect(digests.size).toBe(1);
    expect(accepted()).toHaveLength(WORKFLOWS);
    expect(await endsOf(accepted())).toEqual(accepted().map(() => 1));
    expect(wrong).toEqual([]);
    await Promise.all(nodes.slice(1).map(async (node) => expect(await node.stop()).toBe(0)));
  },
  120_000 + WORKFLOWS * 30_000,
);
