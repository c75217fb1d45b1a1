import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SCHEMA } from '../../packages/server/src/state/open-state.ts';
import { mountSmallDisk } from '../../packages/server/src/testing/mount-small-disk.ts';
import { type Customer, SCENARIOS } from './customers.ts';
import { createServerToKill, type ServerToKill } from './killed-server.ts';
import { newCustomers } from './new-customers.ts';
import { createPatientCaller } from './patient-caller.ts';
import { runThrough } from './run-through.ts';
import { pause } from './seeded.ts';

/** Long enough that everything which is under way meets it. */
const FULL_MS = 4000;
const MEBIBYTE = 2 ** 20;

const disk = mkdtempSync(join(tmpdir(), 'milaan-full-disk-'));
const unmount = mountSmallDisk(disk, 200);
const wrong: string[] = [];
let server: ServerToKill;
let customer: Customer;

/** Takes all the room that is left. @returns what gives it back */
function fill(): () => void {
  const path = join(disk, 'filler');
  const file = openSync(path, 'w');
  for (let size = MEBIBYTE; size >= 1; size /= 2) {
    const piece = Buffer.alloc(size);
    try {
      while (writeSync(file, piece) === size);
    } catch {
      // A smaller piece may still fit.
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

beforeAll(async () => {
  if (unmount === null) return;
  const state = { dataDir: disk, schema: DEFAULT_SCHEMA, poolSize: 1, databaseTimeoutMs: 10_000 };
  const [secret = ''] = await newCustomers(state, ['customer']);
  server = await createServerToKill(['--data-dir', disk]);
  await server.start();
  customer = { caller: createPatientCaller([server.url], secret, wrong), accepted: [] };
}, 60_000);
afterAll(async () => {
  await server?.kill();
  unmount?.();
  rmSync(disk, { recursive: true, force: true });
});

it('a disk that is full and has room again', async ({ skip }) => {
  if (unmount === null) return skip('this user may not mount a small file system');
  const { caller } = customer;
  const expected = await SCENARIOS.allAtOnce?.(customer, () => 1);
  const place = await caller.get('/integration/v1/generatePreSign/purchase?fileName=more.csv', {
    fileContentType: 'CSV',
  });
  const put = () => fetch(place.json.preSignedS3Url, { method: 'PUT', body: Buffer.alloc(MEBIBYTE) });
  const results = await runThrough(customer, async () => {
    const giveBack = fill();
    const refused = await put();
    await pause(FULL_MS);
    giveBack();
    expect([refused.status, await refused.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'storage_unavailable', retryable: true }),
    ]);
  });
  expect(results).toBe(expected);
  expect((await put()).status).toBe(200);
  expect({ wrong, faults: server.faults.filter((fault) => fault.startsWith('exit')) }).toEqual({
    wrong: [],
    faults: [],
  });
}, 180_000);
