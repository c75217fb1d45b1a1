import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../packages/server/src/index.ts';
import { runMilaanHere } from '../support/milaan-here.ts';
import { DEMO_PORTAL, DEMO_REGISTER } from '../support/milaan-process.ts';
import { newSecret, startServerHere } from '../support/server-here.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-remote-'));
let running: RunningServer;
let secret = '';

beforeAll(async () => {
  running = await startServerHere(join(folder, 'data'));
  secret = await newSecret(running, 'A company');
});
afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const milaan = (args: readonly string[], env: Record<string, string> = {}) =>
  runMilaanHere(args, { env: { MILAAN_URL: running.url, MILAAN_CLIENT_SECRET: secret, ...env } });

const PERIODS = ['--from', '082026', '--to', '102026', '--portal-from', '092026', '--portal-to', '102026'];

describe('a run on a server', () => {
  const out = join(folder, 'out');
  const portal = readdirSync(DEMO_PORTAL).map((name) => join(DEMO_PORTAL, name));

  it('uploads, waits, fetches the results, and shows the outcome', async () => {
    const run = await milaan([
      'run',
      DEMO_REGISTER,
      ...portal,
      '--pan',
      'AAACA1111A',
      ...PERIODS,
      '--allow-missing',
      '--out',
      out,
    ]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/Workflow wf_\w{26}[\s\S]+Only in the books[\s\S]+Claimable now[\s\S]+report\.xlsx/);
    expect(readdirSync(out).sort()).toEqual([
      'rejected-rows-purchases-aug-to-oct-2026.csv.csv',
      'report.xlsx',
      'results.jsonl.gz',
      'suppliers.jsonl.gz',
    ]);
  });

  it('is listed, and its lines can be had again', async () => {
    const listed = await milaan(['workflows', '--pan', 'AAACA1111A', '--json']);
    const [{ workflowId }] = JSON.parse(listed.stdout);
    expect((await milaan(['workflows'])).stdout).toMatch(new RegExp(`${workflowId} +AAACA1111A +2B_PR +COMPLETED`));
    const saved = gunzipSync(readFileSync(join(out, 'results.jsonl.gz')))
      .toString()
      .trim()
      .split('\n');
    const lines = (text: string): unknown[] =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(lines((await milaan(['results', workflowId])).stdout)).toEqual(saved.map((line) => JSON.parse(line)));
    const exact = lines((await milaan(['results', workflowId, '--match-type', 'EXACT'])).stdout);
    expect(exact.length).toBeLessThan(saved.length);
    expect((await milaan(['results', workflowId, '--suppliers'])).stdout).toContain('"supplierGstin"');
    const again = join(folder, 'again');
    await milaan(['results', workflowId, '--out', again]);
    for (const name of readdirSync(out))
      expect(readFileSync(join(again, name)).equals(readFileSync(join(out, name)))).toBe(true);
  });

  it('that fails says why, with the exit code of a refused input', async () => {
    const run = await milaan(['run', '--pan', 'ABCDE1234F', ...PERIODS, '--out', join(folder, 'none'), '--json']);
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stdout).error).toMatchObject({
      code: expect.stringMatching(/^govt_data_missing|configuration_missing$/),
    });
    expect(run.stderr).toContain('milaan: ');
  });
});

describe('errors', () => {
  it('are explained, without a secret', async () => {
    const one = await milaan(['errors', 'workflow_pending'], { MILAAN_CLIENT_SECRET: '' });
    expect(one).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\(409; the same request fails again\)[\s\S]+\/docs\/errors\/workflow_pending/),
    });
    expect((await milaan(['errors'])).stdout).toMatch(/429 +rate_limit_requests +yes/);
    expect(await milaan(['errors', 'not_there'])).toMatchObject({ code: 2 });
  });
});

describe('requests', () => {
  it('are explained by the id that a failure shows', async () => {
    const workflowId = `wf_${'0'.repeat(26)}`;
    const { stderr } = await milaan(['results', workflowId]);
    const requestId = /milaan requests (req_\w{26})/.exec(stderr)?.[1] ?? '';
    const told = await milaan(['requests', requestId]);
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toMatch(
      /Call +GET \/integration\/v1\/maxItc\/results\/\{workflowId\} \(getWorkflowResults\)\nAnswer +400 resource_missing: .+\nAt fault +workflowId +resource_missing\n/,
    );
    expect(told.stdout).not.toContain(workflowId);
    const { stdout } = await milaan(['requests', requestId, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ requestId, status: 400, code: 'resource_missing', isSimulated: false });
  });

  it('that nobody made are unknown, and one without a good secret is no request of anybody', async () => {
    expect(await milaan(['requests', `req_${'0'.repeat(26)}`])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('requestId'),
    });
    const ended = await milaan(['workflows'], { MILAAN_CLIENT_SECRET: 'mcs_live_nonsense' });
    expect(ended.stderr).not.toContain('milaan requests');
  });
});

describe('wrong usage', () => {
  const wrongSecret = join(folder, 'secret');
  writeFileSync(wrongSecret, 'mcs_live_nonsense\n');
  it.each<[string, string[], Record<string, string>, number, RegExp]>([
    ['no secret', ['workflows'], { MILAAN_CLIENT_SECRET: '' }, 2, /no client secret[\s\S]*milaan client create/],
    ['a secret of nobody', ['workflows', '--secret-file', wrongSecret], {}, 2, /client-secret|client secret/i],
    ['a secret file that is not there', ['workflows', '--secret-file', '/nowhere'], {}, 2, /cannot be read/],
    ['an address that is none', ['workflows', '--url', 'milaan'], {}, 2, /baseUrl/],
    ['half a range', ['run', '--pan', 'ABCDE1234F', '--from', '042026'], {}, 2, /--from and --to/],
    ['a file that is not there', ['run', '/nowhere.csv', '--pan', 'ABCDE1234F'], {}, 2, /nowhere\.csv cannot be read/],
    ['a workflow that is not there', ['results', `wf_${'0'.repeat(26)}`], {}, 2, /Request id: req_/],
  ])('%s', async (_, args, env, code, told) => {
    const ended = await milaan(args, env);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(told);
    expect(ended.stderr).not.toContain(secret.slice(-43));
  });

  it('a server that is not there is a failure, not a wrong usage', async () => {
    const ended = await milaan(['errors', '--url', 'http://127.0.0.1:9']);
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no answer[\s\S]*tried 3 times[\s\S]*MILAAN_URL/),
    });
  });
});
