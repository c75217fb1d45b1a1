import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONFIG, getToken, requestText } from './bench-requests.ts';
import type { Offer, OfferedResult } from './offer.ts';
import { startTarget, type Target } from './targets.ts';

const STAGE_MS = 10_000;
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

const folder = mkdtempSync(join(tmpdir(), 'milaan-bench-'));
const milaan = await startTarget('milaan', folder);
try {
  const token = await getToken(milaan);
  await offer(milaan, token, 50, 2000);
  const sustainable = await findSustainable(milaan, token);
  console.log(
    `${cpus().length} cores, Node ${process.version}, keyed POSTs and GETs by halves, ${CONNECTIONS} connections\n`,
  );
  console.log(
    'stage                  offered/s   POST p50   POST p99    GET p50    GET p99  refused %  with R-A %     other',
  );
  const stages: OfferedResult[] = [];
  for (const [name, perSecond] of [
    ['sustainable', sustainable],
    ['ten times that', sustainable * 10],
    ['afterwards', sustainable],
  ] as const) {
    const result = await offer(milaan, token, perSecond, STAGE_MS);
    print(name, perSecond, result);
    stages.push(result);
  }
  const [before, during, after] = stages;
  if (before === undefined || during === undefined || after === undefined) throw new Error('A stage is missing.');
  const ratio = (kind: 'read' | 'write') => during[kind].p99Ms / before[kind].p99Ms;
  console.log(
    `\naccepted p99 at ten times the rate: POST ×${ratio('write').toFixed(2)}, GET ×${ratio('read').toFixed(2)} of the sustainable`,
  );
  const isHonest = during.refused > 0 && during.honest === during.refused && during.other === 0;
  const isGood = ratio('write') <= BAR && ratio('read') <= BAR && isHonest && after.refused <= after.sent * 0.02;
  console.log(`latency held, all refusals with Retry-After, recovered: ${isGood ? 'yes' : 'NO'}`);
  process.exitCode = isGood ? 0 : 1;
} finally {
  milaan.process.removeAllListeners('exit').kill();
  rmSync(folder, { recursive: true, force: true });
}
