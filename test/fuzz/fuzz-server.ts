import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ClientRequest,
  createClient,
  DEFAULT_LIMITS,
  type RunningServer,
  startServer,
} from '../../packages/server/src/index.ts';
import { furnish } from './furnish.ts';
import type { Credentials } from './header-arbitrary.ts';

const UNLIMITED = { quota: 1_000_000_000, windowMs: 60_000 };

export interface FuzzServer {
  readonly running: RunningServer;
  readonly port: number;
  readonly credentials: Credentials;
  /** What the server logged about faults of its own. */
  readonly faults: readonly string[];
}

/** A real server on a port, with callers of every kind, and limits so wide that they hide nothing behind them. */
export async function startFuzzServer(): Promise<FuzzServer> {
  const faults: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'milaan-fuzz-'));
  const running = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    baseUrl: 'http://milaan.example',
    operations: {
      tokensPerDay: 1_000_000,
      tokenLifetimeMs: null,
      tasksPerWorkspace: 1_000_000,
      webhookPrivateAddresses: false,
    },
    state: { databaseUrl: undefined, dataDir: 'memory://', schema: 'milaan', poolSize: 8, databaseTimeoutMs: 10_000 },
    storage: { kind: 'folder', folder },
    limits: {
      ...DEFAULT_LIMITS,
      requests: UNLIMITED,
      addressRequests: UNLIMITED,
      concurrency: 10_000,
      // The fuzzer shares the process, so its own work must not count as the server's load.
      maxLoopDelayMs: Number.POSITIVE_INFINITY,
      maxUnderWay: 10_000,
      maxPoolWaitingPerConnection: 10_000,
    },
    corsOrigins: [],
    log: { level: 'error', destination: { write: (line) => void faults.push(line) } },
    traces: { otlpEndpoint: null, version: 'fuzz' },
    drainMs: 2000,
    drainNoticeMs: 0,
    jobs: { jobs: null, jobMemoryBytes: null },
    workflows: { workDir: join(folder, 'work'), concurrency: null },
  });
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    running: { ...running, stop },
    port: Number(new URL(running.url).port),
    credentials: await createCallers(running),
    faults,
  };
}

async function createCallers({ server, url }: RunningServer): Promise<Credentials> {
  const maker = { ...server, db: server.state.db };
  const secretOf = async (request: Partial<ClientRequest>): Promise<string> =>
    (await createClient({ workspace: 'a', name: 'fuzz', mode: 'live', pans: null, scopes: null, ...request }, maker))
      .secret;
  const tokenOf = async (secret: string): Promise<string> => {
    const answer = await fetch(`${url}/integration/v1/authz/token`, {
      headers: { 'x-clear-client-secret': secret },
      signal: AbortSignal.timeout(30_000),
    });
    const { access_token: token }: { access_token?: unknown } = Object(await answer.json());
    return String(token);
  };
  const revoked = await secretOf({});
  const first = await createClient({ workspace: 'a', name: 'fuzz', mode: 'live', pans: null, scopes: null }, maker);
  await furnish({ server }, first);
  const usual = await tokenOf(first.secret);
  const tokens = [
    // As often as all the others, because it gets furthest.
    ...Array.from({ length: 5 }, () => usual),
    await tokenOf(await secretOf({ workspace: 'b' })),
    await tokenOf(await secretOf({ mode: 'sandbox' })),
    await tokenOf(await secretOf({ scopes: ['config:read'] })),
    await tokenOf(await secretOf({ pans: ['ABCDE1234F'] })),
    await tokenOf(revoked),
  ];
  await tokenOf(revoked);
  // Their tokens are not among the others: getting one anew must not revoke what the fuzzer uses.
  return { tokens, secrets: [await secretOf({}), await secretOf({ mode: 'sandbox' })] };
}
