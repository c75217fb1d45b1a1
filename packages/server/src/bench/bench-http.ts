import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchServerReady } from './bench-server.ts';
import { type LoadResult, runLoad } from './load.ts';

const ROUNDS = 5;
const ROUND_MS = 2000;
const CONNECTIONS = 16;

/** Below this share of bare Hono, a GET or an error answer has grown too expensive. */
const BAR = 0.5;

interface Target {
  readonly port: number;
  readonly secret: string | null;
  readonly process: ChildProcess;
}

function startTarget(...args: string[]): Promise<Target> {
  const script = fileURLToPath(new URL('./bench-server.js', import.meta.url));
  // The log is written, as it is in service, but to nowhere: the terminal's speed is not the server's.
  const child = fork(script, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (ready: BenchServerReady) => resolve({ ...ready, process: child }));
    child.once('exit', (code) => reject(new Error(`A bench server ended with ${code}.`)));
  });
}

const requestText = (method: string, path: string, headers: readonly string[], body = ''): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...headers,
    ...(body === '' ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');

const CONFIG = JSON.stringify({
  pullReturnPeriodStart: '042026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '042026',
  reconReturnPeriodEnd: '102026',
});

interface Measured {
  readonly name: string;
  readonly expected: string;
  readonly results: (LoadResult & { readonly cpuUs: number })[];
  readonly target: Target;
  readonly nextRequest: () => string;
}

async function getToken({ port, secret }: Target): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/integration/v1/authz/token`, {
    headers: { 'x-clear-client-secret': secret ?? '' },
  });
  const { access_token } = (await response.json()) as { access_token: string }; // its schema is the contract's Token
  return access_token;
}

/** Processor time that a server has used so far, in microseconds. */
const cpuUsOf = ({ process: child }: Target): Promise<number> =>
  new Promise((resolve) => {
    child.once('message', (used: number) => resolve(used));
    child.send('cpu');
  });

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function measure(bare: Target, milaan: Target): Promise<readonly Measured[]> {
  const auth = `x-cleartax-auth-token: ${await getToken(milaan)}`;
  let keys = 0;
  const measured = (name: string, target: Target, expected: string, nextRequest: () => string): Measured => ({
    name,
    target,
    expected,
    nextRequest,
    results: [],
  });
  const always = (text: string) => () => text;
  const path = '/integration/v1/config';
  const all = [
    measured('bare Hono GET', bare, '200', always(requestText('GET', '/get', []))),
    measured('bare Hono POST', bare, '200', always(requestText('POST', '/post', [], CONFIG))),
    measured('authenticated GET', milaan, '200', always(requestText('GET', `${path}/get`, [auth]))),
    measured('error answer (401)', milaan, '401', always(requestText('GET', `${path}/get`, []))),
    measured('keyed POST', milaan, '200', () =>
      requestText('POST', `${path}/set`, [auth, `idempotency-key: bench-${++keys}`], CONFIG),
    ),
  ];
  const set = requestText('POST', `${path}/set`, [auth], CONFIG);
  await runLoad({ port: milaan.port, connections: 1, forMs: 1, nextRequest: always(set) });
  for (const { target, nextRequest } of all) {
    await runLoad({ port: target.port, connections: CONNECTIONS, forMs: ROUND_MS / 2, nextRequest });
  }
  // Rounds take turns, so that a busy moment of the machine does not fall on one of them alone.
  for (let round = 0; round < ROUNDS; round++) {
    for (const { target, nextRequest, results } of all) {
      const before = await cpuUsOf(target);
      const result = await runLoad({ port: target.port, connections: CONNECTIONS, forMs: ROUND_MS, nextRequest });
      const answers = Object.values(result.statuses).reduce((sum, count) => sum + count, 0);
      results.push({ ...result, cpuUs: ((await cpuUsOf(target)) - before) / answers });
    }
  }
  return all;
}

function report(all: readonly Measured[]): boolean {
  const speedOf = (name: string) =>
    median((all.find((one) => one.name === name)?.results ?? []).map(({ perSecond }) => perSecond));
  console.log(
    `${cpus().length} cores, Node ${process.version}, ${CONNECTIONS} connections, median of ${ROUNDS} rounds\n`,
  );
  console.log('what                  requests/s   p99 ms   CPU µs   of bare Hono');
  let isGood = true;
  for (const { name, results, expected } of all) {
    const perSecond = median(results.map((result) => result.perSecond));
    const p99Ms = median(results.map((result) => result.p99Ms));
    const cpuUs = median(results.map((result) => result.cpuUs));
    const bare = name.includes('POST') ? 'bare Hono POST' : 'bare Hono GET';
    const ratio = perSecond / speedOf(bare);
    const isBarred = !name.includes('bare') && !name.includes('POST');
    if (isBarred && ratio < BAR) isGood = false;
    const other = results.flatMap(({ statuses }) => Object.keys(statuses)).find((status) => status !== expected);
    if (other !== undefined) throw new Error(`${name} was answered with ${other}: the figures would mean nothing.`);
    console.log(
      `${name.padEnd(22)}${perSecond.toFixed(0).padStart(10)}${p99Ms.toFixed(2).padStart(9)}${cpuUs.toFixed(0).padStart(9)}${ratio.toFixed(2).padStart(15)}`,
    );
  }
  console.log(`\nGET and error answer at least ${BAR} of bare Hono: ${isGood ? 'yes' : 'NO'}`);
  return isGood;
}

const OVERLOAD_CONNECTIONS = 320;

/** Ten times what the writing operation can do: what was let in keeps its latency, the rest is refused, and it ends. */
async function overload(milaan: Target, sustainablePerSecond: number): Promise<void> {
  const auth = `x-cleartax-auth-token: ${await getToken(milaan)}`;
  const text = requestText('POST', '/integration/v1/config/set', [auth], CONFIG);
  const load = { port: milaan.port, forMs: ROUND_MS * 2, nextRequest: () => text };
  const full = await runLoad({ ...load, connections: CONNECTIONS * 2 });
  const pauseMs = (OVERLOAD_CONNECTIONS * 1000) / (sustainablePerSecond * 10);
  const tenfold = await runLoad({ ...load, connections: OVERLOAD_CONNECTIONS, pauseMs });
  const after = await runLoad({ ...load, connections: CONNECTIONS * 2 });
  console.log('\nkeyed operation       200/s    p99 ms of 200   503/s');
  for (const [name, { statuses, p99MsOf }] of Object.entries({
    'as much as it can': full,
    'ten times that': tenfold,
    afterwards: after,
  })) {
    const perSecond = (status: string) => (((statuses[status] ?? 0) * 1000) / load.forMs).toFixed(0);
    console.log(
      `${name.padEnd(18)}${perSecond('200').padStart(9)}${(p99MsOf['200'] ?? 0).toFixed(1).padStart(17)}${perSecond('503').padStart(8)}`,
    );
  }
}

const folder = mkdtempSync(join(tmpdir(), 'milaan-bench-'));
const [bare, milaan] = await Promise.all([startTarget('bare'), startTarget('milaan', folder)]);
try {
  const all = await measure(bare, milaan);
  process.exitCode = report(all) ? 0 : 1;
  const written = all.find(({ name }) => name === 'keyed POST')?.results ?? [];
  await overload(milaan, median(written.map(({ perSecond }) => perSecond)));
} finally {
  for (const target of [bare, milaan]) target.process.removeAllListeners('exit').kill();
  rmSync(folder, { recursive: true, force: true });
}
