// Runs Schemathesis against a server of ours: `npm run schemathesis`. It is installed by pip into a folder of its own
// below node_modules, so nothing is left on the machine; where pip cannot get it, the run fails and says so.
// SCHEMATHESIS names another command to use. MILAAN_SCHEMATHESIS_EXAMPLES is how many cases an operation gets.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, DEFAULT_LIMITS, startServer } from '../../packages/server/dist/index.js';

const VERSION = '4.32.5';
const EXAMPLES = process.env.MILAAN_SCHEMATHESIS_EXAMPLES ?? '200';
const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));
const home = pathOf('../../node_modules/.cache/schemathesis');

/** The exit code of a command whose output goes where ours goes. */
const run = (command, args, options = {}) =>
  new Promise((resolve) => {
    spawn(command, args, { stdio: 'inherit', ...options })
      .on('error', () => resolve(127))
      .on('exit', (code) => resolve(code ?? 1));
  });

async function schemathesis() {
  if (process.env.SCHEMATHESIS !== undefined) return process.env.SCHEMATHESIS.split(' ');
  const python = `${home}/bin/python`;
  if (!existsSync(`${home}/bin/st`)) {
    const made = await run('python3', ['-m', 'venv', home]);
    const got = made === 0 ? await run(python, ['-m', 'pip', 'install', '-q', `schemathesis==${VERSION}`]) : made;
    if (got !== 0) throw new Error('Schemathesis cannot be installed here: it needs python3 with venv, and pip.');
  }
  return [`${home}/bin/st`];
}

const UNLIMITED = { quota: 1_000_000_000, windowMs: 60_000 };
const [command, ...before] = await schemathesis();
const files = mkdtempSync(join(tmpdir(), 'milaan-schemathesis-files-'));
const running = await startServer({
  listen: { host: '127.0.0.1', port: 0 },
  baseUrl: null,
  operations: {
    tokensPerDay: 1_000_000,
    tokenLifetimeMs: null,
    tasksPerWorkspace: 1_000_000,
    webhookPrivateAddresses: false,
  },
  state: { databaseUrl: undefined, dataDir: 'memory://', schema: 'milaan', poolSize: 8, databaseTimeoutMs: 10_000 },
  storage: { kind: 'folder', folder: join(files, 'objects') },
  // What is accepted is not run: the answers are what is examined.
  workflows: { workDir: join(files, 'work'), concurrency: null },
  jobs: { jobs: null, jobMemoryBytes: null },
  limits: {
    ...DEFAULT_LIMITS,
    requests: UNLIMITED,
    addressRequests: UNLIMITED,
    concurrency: 1000,
    maxLoopDelayMs: 5000,
  },
  corsOrigins: [],
  log: { level: 'error' },
  traces: { otlpEndpoint: null, version: 'schemathesis' },
  drainMs: 2000,
  drainNoticeMs: 0,
});
const newSecret = async (name) => {
  const request = { workspace: 'schemathesis', name, mode: 'live', pans: null, scopes: null };
  return (await createClient(request, { ...running.server, db: running.server.state.db })).secret;
};
const tokenSecret = await newSecret('holder of the token');
const answer = await fetch(`${running.url}/integration/v1/authz/token`, {
  headers: { 'x-clear-client-secret': tokenSecret },
});
const { access_token: token } = await answer.json();

// Another secret, so that tokens that are got meanwhile do not revoke the one in use.
const credentials = { MILAAN_TOKEN: token, MILAAN_SECRET: await newSecret('caller') };
// It leaves notes of its own where it runs.
const cwd = mkdtempSync(join(tmpdir(), 'milaan-schemathesis-'));
const args = [
  ...before,
  '--config-file',
  pathOf('schemathesis.toml'),
  'run',
  `${running.url}/openapi.json`,
  '--url',
  running.url,
  '--max-examples',
  EXAMPLES,
  '--continue-on-failure',
];
const code = await run(command, args, { cwd, env: { ...process.env, ...credentials } });
await running.stop();
rmSync(files, { recursive: true, force: true });
process.exit(code);
