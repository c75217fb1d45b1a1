import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG, getToken, requestText } from './bench-requests.ts';
import { runLoad } from './load.ts';
import { cpuUsOf, startTarget, type Target } from './targets.ts';

const ROUNDS = 21;
const ROUND_MS = 300;
const WARM_UP_MS = 1500;
const CONNECTIONS = 16;

/** Below this share of bare Hono, a GET or an error answer has grown too expensive. */
const BAR = 0.5;

interface Side {
  readonly target: Target;
  readonly expected: string;
  readonly nextRequest: () => string;
}

/** One measured turn: what a client sees, and the processor time of the server for each answer. */
interface Turn {
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly cpuUs: number;
}

/** A request to Milaan beside the same kind of request to bare Hono. */
interface Pair {
  readonly name: string;
  readonly ours: Side;
  readonly bare: Side;
  readonly turns: { readonly ours: Turn; readonly bare: Turn }[];
  readonly isBarred: boolean;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function take({ target, expected, nextRequest }: Side, forMs: number): Promise<Turn> {
  const before = await cpuUsOf(target);
  const { statuses, perSecond, p99Ms } = await runLoad({
    port: target.port,
    connections: CONNECTIONS,
    forMs,
    nextRequest,
    staysAwake: true,
  });
  const other = Object.keys(statuses).find((status) => status !== expected);
  if (other !== undefined) throw new Error(`An answer was ${other} and not ${expected}: the figures mean nothing.`);
  return { perSecond, p99Ms, cpuUs: ((await cpuUsOf(target)) - before) / (statuses[expected] ?? 1) };
}

async function pairsOf(bare: Target, milaan: Target): Promise<readonly Pair[]> {
  const auth = `x-cleartax-auth-token: ${await getToken(milaan)}`;
  const path = '/integration/v1/config';
  const set = requestText('POST', `${path}/set`, [auth], CONFIG);
  await runLoad({ port: milaan.port, connections: 1, forMs: 1, nextRequest: () => set });
  let keys = 0;
  const keyed = () => requestText('POST', `${path}/set`, [auth, `idempotency-key: bench-${++keys}`], CONFIG);
  const side = (target: Target, expected: string, text: string): Side => ({
    target,
    expected,
    nextRequest: () => text,
  });
  const bareGet = side(bare, '200', requestText('GET', '/get', []));
  const barePost = side(bare, '200', requestText('POST', '/post', [], CONFIG));
  const get = requestText('GET', `${path}/get`, [auth]);
  const pair = (name: string, ours: Side, to: Side, isBarred: boolean): Pair => ({
    name,
    ours,
    bare: to,
    turns: [],
    isBarred,
  });
  return [
    pair('authenticated GET', side(milaan, '200', get), bareGet, true),
    pair('error answer (401)', side(milaan, '401', requestText('GET', `${path}/get`, [])), bareGet, true),
    pair('keyed POST', { target: milaan, expected: '200', nextRequest: keyed }, barePost, false),
  ];
}

/** Short turns side by side, so that a busy moment of the machine falls on both sides of a ratio. */
async function measure(pairs: readonly Pair[]): Promise<void> {
  for (const { ours, bare } of pairs) for (const one of [ours, bare]) await take(one, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { ours, bare, turns } of pairs) {
      // Now one first and now the other, so that neither always runs on what the other has left.
      const first = await take(round % 2 === 0 ? bare : ours, ROUND_MS);
      const second = await take(round % 2 === 0 ? ours : bare, ROUND_MS);
      turns.push(round % 2 === 0 ? { bare: first, ours: second } : { bare: second, ours: first });
    }
  }
}

function report(pairs: readonly Pair[]): boolean {
  console.log(
    `${cpus().length} cores, Node ${process.version}, ${CONNECTIONS} connections, median of ${ROUNDS} rounds\n`,
  );
  console.log('                      Milaan/s   p99 ms   CPU µs   Hono/s   p99 ms   CPU µs   of Hono/s   of its CPU');
  let isGood = true;
  for (const { name, turns, isBarred } of pairs) {
    const of = (value: (turn: (typeof turns)[number]) => number) => median(turns.map(value));
    const ratio = of(({ ours, bare }) => ours.perSecond / bare.perSecond);
    if (isBarred && ratio < BAR) isGood = false;
    const column = (value: number, digits: number, width = 9) => value.toFixed(digits).padStart(width);
    const sideOf = (which: 'ours' | 'bare') =>
      column(
        of((turn) => turn[which].perSecond),
        0,
      ) +
      column(
        of((turn) => turn[which].p99Ms),
        2,
      ) +
      column(
        of((turn) => turn[which].cpuUs),
        0,
      );
    const cpu = column(
      of(({ ours, bare }) => bare.cpuUs / ours.cpuUs),
      2,
      13,
    );
    console.log(name.padEnd(21) + sideOf('ours') + sideOf('bare') + column(ratio, 2, 12) + cpu);
  }
  console.log(`\nGET and error answer at least ${BAR} of bare Hono: ${isGood ? 'yes' : 'NO'}`);
  return isGood;
}

const folder = mkdtempSync(join(tmpdir(), 'milaan-bench-'));
const [bare, milaan] = await Promise.all([startTarget('bare'), startTarget('milaan', folder)]);
try {
  const pairs = await pairsOf(bare, milaan);
  await measure(pairs);
  process.exitCode = report(pairs) ? 0 : 1;
} finally {
  for (const target of [bare, milaan]) target.process.removeAllListeners('exit').kill();
  rmSync(folder, { recursive: true, force: true });
}
