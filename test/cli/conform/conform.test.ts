import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_CHECKS } from '../../../packages/cli/src/conform/checks/all-checks.ts';
import { chooseChecks } from '../../../packages/cli/src/conform/choose-checks.ts';
import { networkOf } from '../../../packages/cli/src/conform/network.ts';
import type { Report } from '../../../packages/cli/src/conform/report.ts';
import { runChecks } from '../../../packages/cli/src/conform/run-checks.ts';
import type { RunningServer } from '../../../packages/server/src/index.ts';
import { type BreakingProxy, startBreakingProxy } from '../../support/breaking-proxy.ts';
import { runMilaanHere } from '../../support/milaan-here.ts';
import { runMilaanProcess } from '../../support/milaan-process.ts';
import { newSecret, startServerHere } from '../../support/server-here.ts';
import { startTlsTunnel } from '../../support/tls-tunnel.ts';
import { BREACHES_BY_ANYBODY } from './breaches-by-anybody.ts';
import { BREACHES_BY_CALLERS } from './breaches-by-callers.ts';
import type { Breach } from './changes.ts';

const BREACHES = [...BREACHES_BY_ANYBODY, ...BREACHES_BY_CALLERS];

const folder = mkdtempSync(join(tmpdir(), 'milaan-conform-'));
const WORDS = 'requests,credentials,bodies,master,idempotency,simulation';
let proxy: BreakingProxy;
let running: RunningServer;
const secrets = { sandbox: '', live: '', secret: '' };
const tokens = { sandbox: '', live: '' };

beforeAll(async () => {
  proxy = await startBreakingProxy();
  const manyRequests = { requestsPerMinute: '1000000', addressRequestsPerMinute: '1000000' };
  running = await startServerHere(join(folder, 'data'), { baseUrl: proxy.url, ...manyRequests });
  proxy.serve(Number(new URL(running.url).port));
  const secretOf = (mode: 'live' | 'sandbox') => newSecret(running, 'A company', { mode });
  secrets.sandbox = await secretOf('sandbox');
  secrets.live = await secretOf('live');
  secrets.secret = await secretOf('live');
  tokens.sandbox = await tokenOf(await secretOf('sandbox'));
  tokens.live = await tokenOf(await secretOf('live'));
});
afterAll(async () => {
  await proxy?.stop();
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function tokenOf(secret: string): Promise<string> {
  const answer = await fetch(`${running.url}/integration/v1/authz/token`, {
    headers: { 'x-clear-client-secret': secret },
  });
  const { access_token: token }: { access_token?: unknown } = Object(await answer.json());
  return String(token);
}

const endings = (stdout: string, verdict: string): string[] =>
  (JSON.parse(stdout) as Report).checks.filter((check) => check.verdict === verdict).map(({ id }) => id); // as it prints it

describe('our own server', () => {
  it('keeps all of it, for a sandbox client', async () => {
    const { code, stdout } = await runMilaanHere(['conform', proxy.url, '--client-secret', secrets.sandbox, '--json']);
    expect(endings(stdout, 'falls short')).toEqual([]);
    expect(endings(stdout, 'not checked')).toEqual(['live-ignores-simulation']);
    expect(code).toBe(0);
    expect(stdout).not.toContain(secrets.sandbox);
  });

  it('keeps it for a live client, and nothing of that stays in the workspace', async () => {
    const logged = await countOfEntries();
    const args = ['doctor', `${proxy.url}/integration/v1/`, '--only', WORDS, '--json'];
    const { code, stdout } = await runMilaanHere(args, { env: { MILAAN_CLIENT_SECRET: secrets.live } });
    expect(endings(stdout, 'falls short')).toEqual([]);
    expect(endings(stdout, 'not checked')).toEqual(
      ALL_CHECKS.filter(({ needs }) => needs === 'sandbox' || needs === 'traces').map(({ id }) => id),
    );
    expect(code).toBe(0);
    expect(await countOfEntries()).toBe(logged);
  });

  it('keeps it for nobody, and says what could not be checked', async () => {
    const { code, stdout } = await runMilaanHere(['conform', '--only', WORDS], { env: { MILAAN_URL: proxy.url } });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ok +route-unknown +A path [\s\S]+not checked +token-works .+\(no credentials were given\)/,
    );
    expect(stdout).toMatch(/\n\d+ hold, 0 fall short, 1\d not checked\n$/);
  });
});

describe('over https', () => {
  it('requests and bare bytes go the same way', async () => {
    const tunnel = await startTlsTunnel(Number(new URL(running.url).port), folder);
    const ids = ['route-unknown', 'head', 'http-malformed', 'headers-too-large', 'request-truncated', 'pipelining'];
    const only = ['--only', ['tls-on-plain-port', ...ids].join()];
    const env = { NODE_EXTRA_CA_CERTS: tunnel.certificateFile };
    const trusting = await runMilaanProcess(['conform', tunnel.url, ...only, '--json'], { env });
    expect(endings(trusting.stdout, 'ok')).toEqual(expect.arrayContaining(ids));
    expect(endings(trusting.stdout, 'not checked')).toContain('tls-on-plain-port');
    const doubting = await runMilaanProcess(['conform', tunnel.url, ...only]);
    expect(doubting).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be reached: self-signed/) });
    await tunnel.stop();
  });
});

async function countOfEntries(): Promise<number> {
  const headers = { 'x-cleartax-auth-token': tokens.live };
  const answer = await fetch(`${running.url}/integration/v1/auditLog?limit=1000`, { headers });
  const { items }: { items?: unknown } = Object(await answer.json());
  return Array.isArray(items) ? items.length : Number.NaN;
}

function credentialsOf(who: Breach['who']) {
  const isSandbox = who === 'sandbox';
  if (who === 'secret') return { clientSecret: secrets.secret, token: null, isSandbox };
  return { clientSecret: null, token: who === 'nobody' ? null : tokens[who], isSandbox };
}

const runBroken = ({ only, who, change }: Breach): Promise<Report> => {
  proxy.breakBy(change);
  const ended = new AbortController();
  return runChecks(chooseChecks(ALL_CHECKS, [only]), {
    baseUrl: new URL(proxy.url),
    credentials: credentialsOf(who),
    wire: networkOf({ timeoutMs: 10_000, maxBytes: 8_000_000, signal: ended.signal }),
    talkMs: 1500,
    stallMs: 1500,
    sleep: async () => {},
  }).finally(() => {
    ended.abort();
    proxy.breakBy((answer) => answer);
  });
};

describe('a server where', () => {
  it.each(BREACHES.map((breach): [string, string, Breach] => [breach.rule, breach.only, breach]))(
    '%s falls short (%s)',
    async (_, __, breach) => {
      const { checks } = await runBroken(breach);
      const fallen = checks.filter(({ verdict }) => verdict === 'falls short');
      expect(fallen.map(({ id }) => id).sort()).toEqual([...breach.fallsShort].sort());
      for (const { shortfalls } of fallen)
        for (const { sent, came, expected } of shortfalls) expect([sent, came, expected]).not.toContain('');
    },
  );

  it('any check can fall short', () => {
    const fallen = new Set(BREACHES.flatMap(({ fallsShort }) => fallsShort));
    expect(ALL_CHECKS.map(({ id }) => id).filter((id) => !fallen.has(id))).toEqual([]);
  });
});

describe('a server that is strange', () => {
  const parts = ['requests', 'credentials', 'bodies', 'master', 'idempotency', 'simulation'];
  const odd = '{"code":7,"type":"http://[","errors":{},"codes":[null,3],"statuses":{},"paths":[[1],{"/":{"get":1}}]}';
  it.each<[string, string]>([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[[]]'],
    ['a page', '<html>Welcome</html>'],
    ['half of JSON', '{"code":'],
    ['members of odd types', odd],
    ['what a terminal obeys', '{"code":"\\u001b[2J\\u202e","detail":"\\u0007"}'],
  ])('with %s as every body is told so, too', async (_, body) => {
    proxy.breakBy((answer) => ({ ...answer, body, headers: {} }));
    const args = parts.flatMap((part) => ['--only', part]);
    const { code, stdout, stderr } = await runMilaanHere(['conform', proxy.url, '--sandbox', '--token', 'x', ...args]);
    proxy.breakBy((answer) => answer);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/falls short +answer-request-id /);
    expect(stdout).not.toMatch(/[\p{Cc}\p{Bidi_Control}](?<!\n)/u);
  });
});

describe('the command', () => {
  it('prints what was sent, what came, and what was expected, and exits with 1', async () => {
    proxy.breakBy((answer) => (answer.headers.allow === undefined ? answer : { ...answer, status: 405 }));
    const { code, stdout } = await runMilaanHere(['conform', proxy.url, '--only', 'method-not-allowed']);
    proxy.breakBy((answer) => answer);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /falls short +method-not-allowed .+\n +sent +DELETE \/integration\/v1\/errorCodes\n +came +405 method_not_allowed: .+\n +expected +400 method_not_allowed\n +Request-Id +req_\w{26}\n +contract +docs\/errors#/,
    );
    expect(stdout).toMatch(/\n\d+ hold, 2 fall short, \d+ not checked\n$/);
  });

  it('repeats no secret, whatever a server sends back', async () => {
    const file = join(folder, 'secret');
    writeFileSync(file, `${secrets.secret}\n`);
    proxy.breakBy((answer, { bytes }) => ({ ...answer, status: 500, body: bytes }));
    const { code, stdout } = await runMilaanHere([
      'conform',
      proxy.url,
      '--only',
      'credentials',
      '--secret-file',
      file,
    ]);
    proxy.breakBy((answer) => answer);
    expect(code).toBe(1);
    expect(stdout).not.toContain(secrets.secret.slice(-20));
  });

  it('shows no token that comes under another name', async () => {
    proxy.breakBy((answer, { path }) =>
      path.endsWith('/authz/token') ? { ...answer, body: answer.body.replace('access_token', 'accessToken') } : answer,
    );
    const args = ['conform', proxy.url, '--only', 'token-endpoint', '--client-secret', secrets.secret];
    const { code, stdout } = await runMilaanHere(args);
    proxy.breakBy((answer) => answer);
    expect(code).toBe(1);
    expect(stdout).toContain('200 with the members accessToken, valid_till');
    expect(stdout).not.toContain('mat_live_');
  });

  it.each<[string, string[], RegExp]>([
    ['an address that is none', ['conform', 'milaan'], /not the address of a server/],
    ['an address with a password', ['conform', 'http://a:b@127.0.0.1'], /not the address of a server/],
    ['a part that is none', ['conform', 'http://127.0.0.1:9', '--only', 'all'], /no part and no check all/],
    ['two kinds of credentials', ['conform', '--token', 'a', '--client-secret', 'b'], /Give one of/],
    ['a token that no header can hold', ['conform', '--token', 'a b'], /no header can hold/],
    ['a secret file that is not there', ['conform', '--secret-file', '/nowhere'], /cannot be read/],
    ['options of a check without a server', ['doctor', '--sandbox'], /milaan doctor <url>/],
  ])('%s is wrong usage', async (_, args, told) => {
    expect(await runMilaanHere(args)).toMatchObject({ code: 2, stderr: expect.stringMatching(told), stdout: '' });
  });

  it('a server that is not there is one sentence', async () => {
    const { code, stdout, stderr } = await runMilaanHere([
      'conform',
      'http://127.0.0.1:9',
      '--only',
      'requests',
      '--json',
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^milaan: The server at http:\/\/127\.0\.0\.1:9\/ cannot be reached: /);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'SERVER_LOST' });
  });
});
