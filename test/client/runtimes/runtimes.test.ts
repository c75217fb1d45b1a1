import { execFile, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sdk from '../../../packages/client/src/index.ts';
import type { RunningServer } from '../../../packages/server/src/index.ts';
import { listenLocally } from '../../../packages/server/src/testing/listen-locally.ts';
import { DEMO_PORTAL, DEMO_REGISTER } from '../../support/milaan-process.ts';
import { newSecret, startServerHere } from '../../support/server-here.ts';
import { type JobDone, runWholeJob } from './whole-job.mjs';

const run = promisify(execFile);
const DIST = fileURLToPath(new URL('../../../packages/client/dist/', import.meta.url));
const WHOLE_JOB = fileURLToPath(new URL('./whole-job.mjs', import.meta.url));
const LIMIT_MS = 100_000;

/** The first of some programs that this machine has. */
function programOf(...names: readonly string[]): string | undefined {
  const candidates = (process.env.PATH ?? '').split(delimiter).flatMap((path) => names.map((name) => join(path, name)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const GSTIN = '27AAACA1111A1ZS';
const ARGS = {
  pan: 'AAACA1111A',
  pullReturnPeriodStart: '092026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '082026',
  reconReturnPeriodEnd: '102026',
  allowMissingPeriods: true,
};
/** The example of the Standard Webhooks specification. */
const WEBHOOK = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  body: '{"test": 2432232314}',
  atMs: 1_614_265_330_000,
};
const textOf = (path: string) => readFileSync(path, 'utf8');
const FILES = [
  { name: 'purchases.csv', content: textOf(DEMO_REGISTER) },
  ...['092026', '102026'].map((period) => {
    const name = `gstr2b-${GSTIN}-${period}.json`;
    return { name, content: textOf(join(DEMO_PORTAL, name)), templateType: 'gstr2b' as const };
  }),
];

const folder = mkdtempSync(join(tmpdir(), 'milaan-runtimes-'));
let running: RunningServer;
let pages: Server;
let pagesUrl: string;
let inNode: JobDone;
let onResult: (text: string) => void = () => {};

/** Serves the built SDK and the job to a browser, and takes in what the browser found. */
function servePages(): Server {
  const page = `<!doctype html><script type="module">
    import * as sdk from '/sdk/index.js';
    import { runWholeJob } from '/whole-job.mjs';
    const job = await (await fetch('/job.json')).json();
    const result = await runWholeJob(sdk, job).catch((error) => ({ failed: String(error?.stack ?? error) }));
    await fetch('/result', { method: 'POST', body: JSON.stringify(result) });
  </script>`;
  return createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://pages.test').pathname;
    const give = (type: string, body: string) => response.setHeader('content-type', type).end(body);
    if (path === '/result') {
      let text = '';
      for await (const chunk of request) text += chunk;
      onResult(text);
      return give('text/plain', '');
    }
    if (path === '/') return give('text/html', page);
    if (path === '/job.json') return give('application/json', textOf(join(folder, 'job.json')));
    if (path === '/whole-job.mjs') return give('text/javascript', textOf(WHOLE_JOB));
    if (/^\/sdk\/[\w/-]+\.js$/.test(path))
      return give('text/javascript', textOf(join(DIST, path.slice('/sdk/'.length))));
    response.writeHead(404).end();
  });
}

beforeAll(async () => {
  pages = servePages();
  pagesUrl = `http://127.0.0.1:${await listenLocally(pages)}`;
  running = await startServerHere(join(folder, 'data'), { corsOrigins: pagesUrl });
  writeFileSync(
    join(folder, 'run.mjs'),
    `import * as sdk from ${JSON.stringify(pathToFileURL(join(DIST, 'index.js')))};
     import { runWholeJob } from ${JSON.stringify(pathToFileURL(WHOLE_JOB))};
     import job from './job.json' with { type: 'json' };
     console.log(JSON.stringify(await runWholeJob(sdk, job)));`,
  );
});
afterAll(async () => {
  pages?.closeAllConnections();
  pages?.close();
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A job of a workspace of its own, so that each runtime starts from nothing. */
async function newJob(workspace: string) {
  const secretOf = (mode: 'live' | 'sandbox') => newSecret(running, `${workspace} ${mode}`, { mode });
  const [clientSecret, sandboxSecret] = [await secretOf('live'), await secretOf('sandbox')];
  const job = { baseUrl: running.url, clientSecret, sandboxSecret, args: ARGS, files: FILES, webhook: WEBHOOK };
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
  return job;
}

/** The browser with a profile of its own, until it has told. */
async function runInBrowser(program: string): Promise<string> {
  const told = new Promise<string>((resolve) => {
    onResult = resolve;
  });
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`];
  const browser = spawn(program, [...flags, pagesUrl], { stdio: 'ignore', detached: true });
  const ended = new Promise<never>((_, reject) => {
    browser.once('error', reject);
    browser.once('exit', (code) => reject(new Error(`The browser ended with ${code}.`)));
  });
  try {
    return await Promise.race([told, ended]);
  } finally {
    ended.catch(() => {});
    // Its own processes are of its group.
    if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
  }
}

interface Runtime {
  readonly name: string;
  readonly program: string | undefined;
  readonly start: (program: string) => Promise<string>;
}

const inProgram =
  (...args: readonly string[]) =>
  async (program: string) =>
    (await run(program, [...args, join(folder, 'run.mjs')], { cwd: folder, timeout: LIMIT_MS })).stdout;

const RUNTIMES: readonly Runtime[] = [
  { name: 'Bun', program: programOf('bun'), start: inProgram('run') },
  { name: 'Deno', program: programOf('deno'), start: inProgram('run', '--no-config', '--allow-net', '--allow-read') },
  { name: 'Chromium', program: programOf('chromium', 'chromium-browser', 'google-chrome'), start: runInBrowser },
];

describe('the SDK', () => {
  beforeAll(async () => {
    inNode = await runWholeJob(sdk, await newJob('Node'));
  }, LIMIT_MS);

  it('does a whole job in Node', () => {
    expect(inNode.paged).toBeGreaterThan(20);
    expect(inNode.failures).toEqual([
      'InvalidRequestError resource_missing 1',
      'AuthenticationError client_secret_invalid 1',
      'ServerError upstream_invalid_response 2',
      'AbortError',
    ]);
  });

  for (const { name, program, start } of RUNTIMES) {
    const here = program === undefined ? ` (not run: no ${name} on the PATH)` : '';
    it.skipIf(program === undefined)(
      `does in ${name} what it does in Node${here}`,
      async () => {
        await newJob(name);
        const elsewhere = JSON.parse(await start(program ?? ''));
        expect(elsewhere).toEqual(JSON.parse(JSON.stringify(inNode)));
      },
      LIMIT_MS + 20_000,
    );
  }
});
