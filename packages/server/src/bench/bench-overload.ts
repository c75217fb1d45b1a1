import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONFIG, getToken, requestText } from './bench-requests.ts';
import type { Offer, OfferedResult } from './offer.ts';
import { startTarget, type Target } from './targets.ts';

const STAGE_MS = 5000;
/** The stages take turns, so that a busy moment of the machine does not fall on one of them alone. */
const ROUNDS = 3;
const CONNECTIONS = 256;
/** Half of what is offered writes; the other half reads. */
const WRITES = 0.5;
/** What a client at the sustainable rate waits at most, but for one request in a hundred. */
const IN_TIME_MS = 250;
/** Accepted requests may be this much slower than at the sustainable rate. */
const BAR = 1.5;

/** Offers requests from a process of its own: what the client spends must not be missing at the server. */
function offer(target: Target, token: string, perSecond: number, forMs: number): Promise<OfferedResult> {
  const auth = `x-cleartax-auth-token: ${token}`;
  const order: Offer = {
    port: target.port,
    connections: CONNECTIONS,
    perSecond,
    forMs,
    read: requestText('GET', '/integration/v1/config/get', [auth]),
    write: requestText('POST', '/integration/v1/config/set', [auth, 'idempotency-key: KEY'], CONFIG),
    writes: WRITES,
  };
  const child = fork(fileURLToPath(new URL('./offer.js', import.meta.url)), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (result: OfferedResult) => resolve(result));
    child.once('exit', (code) => reject(new Error(`The offering process ended with ${code}.`)));
    child.send(order);
  });
}

/** The highest rate, in steps of a quarter, at which everything is answered in time and next to nothing refused. */
async function findSustainable(target: Target, token: string): Promise<number> {
  let sustainable = 40;
  for (let perSecond = 60; perSecond < 10_000; perSecond *= 1.25) {
    const { sent, refused, other, write } = await offer(target, token, perSecond, 2500);
    if (refused > sent * 0.005 || other > 0 || write.p99Ms > IN_TIME_MS) break;
    sustainable = perSecond;
  }
  return sustainable;
}

const number = (value: number, digits = 0) => value.toFixed(digits).padStart(10);

function print(stage: string, perSecond: number, result: OfferedResult): void {
  const { sent, refused, honest, other, write, read } = result;
  const share = sent === 0 ? 0 : (refused / sent) * 100;
  console.log(
    stage.padEnd(22) +
      number(perSecond) +
      number(write.p50Ms, 1) +
      number(write.p99Ms, 1) +
      number(read.p50Ms, 1) +
      number(read.p99Ms, 1) +
      number(share, 1) +
      number(refused === 0 ? 100 : (honest / refused) * 100, 1) +
      number(other),
  );
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const folder = mkdtempSync(join(tmpdir(), 'milaan-bench-'));
const milaan = await startTarget('milaan', folder);
try {
  const token = await getToken(milaan);
  await offer(milaan, token, 50, 2000);
  const sustainable = await findSustainable(milaan, token);
  const stage = async (name: string, perSecond: number): Promise<OfferedResult> => {
    const result = await offer(milaan, token, perSecond, STAGE_MS);
    print(name, perSecond, result);
    return result;
  };
  console.log(
    `${cpus().length} cores, Node ${process.version}, keyed POSTs and GETs by halves, ${CONNECTIONS} connections\n`,
  );
  console.log(
    'stage                  offered/s   POST p50   POST p99    GET p50    GET p99  refused %  with R-A %     other',
  );
  const calm: OfferedResult[] = [];
  const tenfold: OfferedResult[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    calm.push(await stage('sustainable', sustainable));
    tenfold.push(await stage('ten times that', sustainable * 10));
  }
  const after = await stage('afterwards', sustainable);
  calm.push(after);
  const p99 = (kind: 'read' | 'write', results: readonly OfferedResult[]) =>
    median(results.map((one) => one[kind].p99Ms));
  const ratio = (kind: 'read' | 'write') => p99(kind, tenfold) / p99(kind, calm);
  console.log(
    `\naccepted p99 at ten times the rate, medians: POST ×${ratio('write').toFixed(2)}, GET ×${ratio('read').toFixed(2)} of the sustainable`,
  );
  const isHonest = tenfold.every(({ refused, honest, other }) => refused > 0 && honest === refused && other === 0);
  const isHeld = ratio('write') <= BAR && ratio('read') <= BAR;
  const isOver = after.other === 0 && after.refused <= after.sent * 0.02 && after.write.p99Ms <= IN_TIME_MS;
  const say = (is: boolean) => (is ? 'yes' : 'NO');
  console.log(
    `latency held: ${say(isHeld)}; every refusal with Retry-After: ${say(isHonest)}; recovered: ${say(isOver)}`,
  );
  process.exitCode = isHeld && isHonest && isOver ? 0 : 1;
} finally {
  milaan.process.removeAllListeners('exit').kill();
  rmSync(folder, { recursive: true, force: true });
}
