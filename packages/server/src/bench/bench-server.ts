import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createClient } from '../clients/create-client.ts';
import { DEFAULT_LIMITS, DEFAULT_OPERATION_SETTINGS } from '../http/create-server-context.ts';
import { startServer } from '../start-server.ts';
import { DEFAULT_SCHEMA } from '../state/open-state.ts';
import { objectsFolder } from '../storage/open-storage.ts';
import { DEFAULT_CONCURRENT_WORKFLOWS, workFolderIn } from '../workflows/open-workflows.ts';

/** What a bench server tells its parent once it listens. */
export interface BenchServerReady {
  readonly port: number;
  readonly secret: string | null;
}

const tell = (ready: BenchServerReady) => process.send?.(ready);

// The parent asks how much processor time was used so far, in microseconds.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});

/** The measure of all ratios: the same framework, an answer of the same kind, and nothing else. */
function startBare(): void {
  const app = new Hono();
  const body = { userEmail: null, reconType: 'MAX_ITC_2B_PR', active: true, error: null };
  app.get('/get', (context) => context.json(body));
  app.post('/post', async (context) => context.json({ ...body, ...(await context.req.json()) }));
  const server = createServer(getRequestListener(app.fetch));
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') tell({ port: address.port, secret: null });
  });
}

const WITHOUT_LIMIT = { quota: 1_000_000_000, windowMs: 1000 };

/** Milaan as it ships, with its log, its metrics and its database in a folder; only the quotas are out of the way. */
async function startMilaan(dataDir: string): Promise<void> {
  const { url, server } = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    trustedProxies: 0,
    baseUrl: null,
    operations: DEFAULT_OPERATION_SETTINGS,
    state: {
      databaseUrl: process.env.DATABASE_URL,
      dataDir,
      schema: DEFAULT_SCHEMA,
      poolSize: 8,
      databaseTimeoutMs: 10_000,
    },
    storage: { kind: 'folder', folder: objectsFolder(dataDir) },
    limits: {
      ...DEFAULT_LIMITS,
      requests: WITHOUT_LIMIT,
      addressRequests: WITHOUT_LIMIT,
      concurrency: 1000,
      maxLoopDelayMs: 60_000,
    },
    corsOrigins: [],
    log: { level: 'info' },
    traces: { otlpEndpoint: null, version: 'bench' },
    drainMs: 1000,
    drainNoticeMs: 0,
    jobs: { jobs: null, jobMemoryBytes: null },
    workflows: { workDir: workFolderIn(dataDir), concurrency: DEFAULT_CONCURRENT_WORKFLOWS },
  });
  const request = { workspace: 'bench', name: 'bench', mode: 'live', pans: null, scopes: null } as const;
  const { secret } = await createClient(request, { ...server, db: server.state.db });
  tell({ port: Number(new URL(url).port), secret });
}

const [kind, dataDir = ''] = process.argv.slice(2);
if (kind === 'bare') startBare();
else await startMilaan(dataDir);
