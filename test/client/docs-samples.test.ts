import { createHmac, randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, openAsBlob, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as client from '../../packages/client/src/index.ts';
import type { RunningServer } from '../../packages/server/src/index.ts';
import { codeBlocks } from '../docs/code-blocks.ts';
import { DEMO_PORTAL, DEMO_REGISTER } from '../support/milaan-process.ts';
import { newSecret, startServerHere } from '../support/server-here.ts';
import { zipBytes } from '../support/zip-bytes.ts';

const SHOWN_HOST = 'https://milaan.example';
const samples = codeBlocks().filter(({ path, language }) => path === 'docs/client.md' && language === 'ts');

const folder = mkdtempSync(join(tmpdir(), 'milaan-samples-'));
let running: RunningServer;

beforeAll(async () => {
  running = await startServerHere(join(folder, 'data'));
  copyFileSync(DEMO_REGISTER, join(folder, 'purchases.csv'));
  const portal = readdirSync(DEMO_PORTAL).map((name) => ({ name, bytes: readFileSync(join(DEMO_PORTAL, name)) }));
  writeFileSync(join(folder, 'gstr2b.zip'), zipBytes(portal));
  vi.stubEnv('MILAAN_CLIENT_SECRET', await newSecret(running, 'A reader'));
  const realFetch = fetch;
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
    realFetch(input.replace(SHOWN_HOST, running.url), init),
  );
});
afterAll(async () => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a sample printed. */
let printed: string[] = [];
afterEach(() => {
  printed = [];
});

/** What a sample imports: the client from its source, files from the folder of this test. */
const load = async (name: string): Promise<object> =>
  name === '@milaan/client'
    ? client
    : name === 'node:fs'
      ? { openAsBlob: (path: string) => openAsBlob(join(folder, path)) }
      : {};

/** Runs a sample as it stands on the page. @returns what it exports */
async function run(code: string): Promise<Record<string, unknown>> {
  const { code: script } = await transformWithOxc(code, 'sample.ts');
  const names = [...script.matchAll(/^export async function (\w+)/gm)].map(([, name]) => name);
  const body = script
    .replace(/^import \{([^}]*)\} from ["']([^"']+)["'];$/gm, 'const {$1} = await load("$2");')
    .replaceAll(/^export /gm, '');
  const write = (...words: unknown[]) => printed.push(words.map(String).join(' '));
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  return new AsyncFunction('load', 'console', `${body}\nreturn { ${names.join(', ')} };`)(load, {
    log: write,
    error: write,
  });
}

const sampleWith = (text: string): string => samples.find(({ code }) => code.includes(text))?.code ?? '';

describe('the samples of the page on the SDK', () => {
  it('are these', () => expect(samples).toHaveLength(4));

  it('reconcile in one call', async () => {
    await run(sampleWith('milaan.reconcile('));
    expect(printed).toContain('running');
    expect(printed.filter((line) => /^\S+ [\d.]+$/.test(line)).length).toBeGreaterThan(3);
  });

  it('list, and change what is only known by its version', async () => {
    await run(sampleWith('milaan.listWorkflows('));
    expect(printed).toEqual(['1 null', expect.stringMatching(/^wf_\w+ WORKFLOW_COMPLETED$/)]);
  });

  it('tell failures apart', async () => {
    await run(sampleWith('milaan.triggerAndWait('));
    expect(printed).toEqual([expect.stringMatching(/configuration_missing, req_\w+\] after 1 attempts$/)]);
  });

  it('verify a webhook', async () => {
    const { onWebhook } = await run(sampleWith('verifyWebhook'));
    if (typeof onWebhook !== 'function') throw new Error('The sample exports no onWebhook.');
    const key = randomBytes(24);
    const [id, timestamp, body] = ['whd_1', String(Math.floor(Date.now() / 1000)), '{"type":"workflow.completed"}'];
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const send = async (signed: string) => {
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signed}` };
      const request = new Request('https://hooks.example', { method: 'POST', headers, body });
      return (await onWebhook(request, `whsec_${key.toString('base64')}`)).status;
    };
    expect([await send(signature), await send('AAAA')]).toEqual([204, 400]);
    expect(printed).toEqual(['whd_1 workflow.completed']);
  });
});
