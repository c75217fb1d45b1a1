import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeEmbeddedDatabase } from '../../packages/server/src/testing/embedded-template.ts';
import { runMilaanProcess } from '../support/milaan-process.ts';
import { endServed, type Served, serveMilaan, tokenOf } from '../support/milaan-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-serve-'));
const DATA = join(folder, 'data');
const WHERE = ['--data-dir', DATA];
const CONFIG = {
  pullReturnPeriodStart: '042026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '042026',
  reconReturnPeriodEnd: '102026',
};

let secret: string;
let token: string;
let served: Served;

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${served.url}/integration/v1/${path}`, {
    ...init,
    headers: { 'x-cleartax-auth-token': token, 'content-type': 'application/json', ...init.headers },
  });
const store = (key: string) =>
  call('config/set', { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(CONFIG) });

beforeAll(async () => {
  await placeEmbeddedDatabase(DATA);
  const created = await runMilaanProcess(['client', 'create', '--workspace', 'Co', '--name', 'SAP', ...WHERE]);
  secret = created.stdout.trim();
  expect(created.stderr).not.toContain(secret);
  served = await serveMilaan(...WHERE);
  token = await tokenOf(served, secret);
});
afterAll(() => {
  served?.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

it('a killed server has lost nothing that it had answered, and does nothing twice', async () => {
  const answered = await store('before');
  expect(answered.status).toBe(200);
  // Cut in the middle of some requests: whether they took effect is for the next server to know.
  const cut = Array.from({ length: 20 }, (_, i) =>
    store(`cut-${i}`).then(
      ({ status }) => status,
      () => null,
    ),
  );
  await Promise.race(cut);
  await endServed(served, 'SIGKILL');
  const statuses = await Promise.all(cut);
  served = await serveMilaan(...WHERE);
  expect((await store('before')).headers.get('idempotent-replayed')).toBe('true');
  for (const [i, status] of statuses.entries()) {
    const again = await store(`cut-${i}`);
    expect(again.status).toBe(200);
    if (status === 200) expect(again.headers.get('idempotent-replayed')).toBe('true');
  }
  // Every key has had its effect once: the version counts them.
  expect((await call('config/get')).headers.get('etag')).toBe('"21"');
});

it('the console of a server in use works through it', async () => {
  const made = await runMilaanProcess(['client', 'create', '--workspace', 'Co', '--name', 'second', ...WHERE]);
  expect(made.code).toBe(0);
  const asked = { headers: { 'x-clear-client-secret': made.stdout.trim() } };
  expect((await fetch(`${served.url}/integration/v1/authz/token`, asked)).status).toBe(200);
  const { code, stdout } = await runMilaanProcess(['client', 'list', '--json', ...WHERE]);
  expect(code).toBe(0);
  const second = JSON.parse(stdout).find(({ name }: { name: string }) => name === 'second');
  expect((await runMilaanProcess(['client', 'revoke', second.id, ...WHERE])).code).toBe(0);
  expect((await fetch(`${served.url}/integration/v1/authz/token`, asked)).status).toBe(401);
});

it('a server in use keeps its folder to itself, and says so', async () => {
  const { code, stderr } = await runMilaanProcess(['serve', '--port', '0', ...WHERE]);
  expect(code).toBe(2);
  expect(stderr).toContain(`in use by the process ${served.child.pid}`);
});

it('a server that is told to stop has written down what became of its last requests', async () => {
  const last = (await call('config/get?pan=nonsense')).headers.get('request-id');
  expect(await endServed(served, 'SIGTERM')).toBe(0);
  served = await serveMilaan(...WHERE);
  const told = await call(`requests/${last}`);
  expect(told.status).toBe(200);
  expect(await told.json()).toMatchObject({ requestId: last, operationId: 'getConfig', status: 400 });
});

it('a server that is told to stop ends well, and its folder is free', async () => {
  expect(await endServed(served, 'SIGTERM')).toBe(0);
  const { code, stdout } = await runMilaanProcess(['client', 'list', '--json', ...WHERE]);
  expect(code).toBe(0);
  expect(stdout).not.toContain(secret);
  const [client] = JSON.parse(stdout);
  expect(client).toMatchObject({ workspace: 'Co', name: 'SAP', mode: 'live', pans: null, revokedAt: null });
  const revoked = await runMilaanProcess(['client', 'revoke', client.id, ...WHERE]);
  expect(revoked.code).toBe(0);
  expect((await runMilaanProcess(['client', 'revoke', client.id, ...WHERE])).code).toBe(2);
});

it('doctor tells a good setup from a bad one', async () => {
  const good = await runMilaanProcess(['doctor', '--port', '0', '--json', ...WHERE]);
  expect(good.code).toBe(0);
  expect(JSON.parse(good.stdout).map(({ verdict }: { verdict: string }) => verdict)).not.toContain('bad');
  const bad = await runMilaanProcess(['doctor', '--port', '0', '--database-url', 'postgres://milaan@127.0.0.1:1/x']);
  expect(bad.code).toBe(2);
  expect(bad.stdout).toContain('Check that it runs');
});
