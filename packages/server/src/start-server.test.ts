import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@milaan/contract';
import { checkResponse } from '@milaan/contract/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from './clients/create-client.ts';
import { DEFAULT_LIMITS, DEFAULT_OPERATION_SETTINGS, type LimitSettings } from './http/create-server-context.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { CODES, GET_CONFIG, SET_CONFIG, SETTINGS, TOKEN } from './testing/api.ts';
import { embeddedTemplate } from './testing/embedded-template.ts';
import { answersIn, type RawAnswer, sendRaw } from './testing/raw-socket.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-objects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(
  limits: Partial<LimitSettings> = {},
  baseUrl: string | null = 'https://milaan.test',
  drainNoticeMs = 0,
): Promise<RunningServer> {
  return startServer({
    listen: { host: '127.0.0.1', port: 0 },
    trustedProxies: 0,
    baseUrl,
    operations: DEFAULT_OPERATION_SETTINGS,
    state: {
      dataDir: 'memory://',
      schema: 'milaan',
      poolSize: 4,
      databaseTimeoutMs: 10_000,
      embeddedTemplate: await embeddedTemplate(),
    },
    storage: { kind: 'folder', folder },
    // The machine that runs the tests may be busy; what a busy loop does is tested by itself.
    limits: { ...DEFAULT_LIMITS, maxLoopDelayMs: 60_000, ...limits },
    corsOrigins: [],
    log: { level: 'silent' },
    traces: { otlpEndpoint: null, version: 'test' },
    drainMs: 20_000,
    drainNoticeMs,
    jobs: { jobs: null, jobMemoryBytes: null },
    workflows: { workDir: join(folder, 'work'), concurrency: null },
  });
}

async function newToken({ url, server }: RunningServer): Promise<string> {
  const request = { workspace: 'live', name: 'test', mode: 'sandbox', pans: null, scopes: null } as const;
  const { secret } = await createClient(request, { ...server, db: server.state.db });
  const response = await fetch(url + TOKEN, { headers: { 'x-clear-client-secret': secret } });
  const { access_token } = (await response.json()) as { access_token: string }; // the contract's Token
  return access_token;
}

const portOf = ({ url }: RunningServer) => Number(new URL(url).port);
const codeOf = ({ body }: RawAnswer) => JSON.parse(body).code;

describe('bytes that are no request', () => {
  let running: RunningServer;
  let token: string;
  beforeAll(async () => {
    running = await start();
    token = await newToken(running);
  });
  afterAll(() => running.stop());

  const send = async (...parts: string[]) => answersIn(await sendRaw(portOf(running), parts));
  const judge = (answers: readonly RawAnswer[]) =>
    expect(answers.flatMap((answer) => checkResponse({ method: null, path: null }, answer))).toEqual([]);

  it.each([
    ['nonsense', 'what is this\r\n\r\n'],
    ['no Host', `GET ${CODES} HTTP/1.1\r\nConnection: close\r\n\r\n`],
    ['a broken Host', `GET ${CODES} HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n`],
    ['headers past their limit', `GET / HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(LIMITS.headerBytes)}\r\n\r\n`],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a length and chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a tunnel', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('are answered as request_malformed: %s', async (_, bytes) => {
    const answers = await send(bytes);
    expect(answers.map(codeOf)).toEqual(['request_malformed']);
    judge(answers);
  });

  it('in the middle of a body end that request', async () => {
    const head = `POST ${SET_CONFIG} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n`;
    const chunked = `${head}x-cleartax-auth-token: ${token}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\nzz\r\n`;
    const answers = await send(chunked);
    expect(answers.map(codeOf)).toEqual(['request_malformed']);
    judge(answers);
  });

  it('after a request do not take its answer away', async () => {
    const answers = await send(`GET ${CODES} HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n`);
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    judge(answers);
  });

  it('and many requests in one go are answered in their order', async () => {
    const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
    const auth = `x-cleartax-auth-token: ${token}\r\n`;
    const bytes = get(CODES) + get(GET_CONFIG, auth) + get('/nothing') + get(CODES, 'Connection: close\r\n');
    expect((await send(bytes)).map(({ status }) => status)).toEqual([200, 402, 400, 200]);
  });

  const expecting = (length: number) =>
    [
      `POST ${SET_CONFIG} HTTP/1.1`,
      'Host: a',
      'Connection: close',
      `x-cleartax-auth-token: ${token}`,
      'Content-Type: application/json',
      `Content-Length: ${length}`,
      'Expect: 100-continue',
      '',
      '',
    ].join('\r\n');

  it('are asked for by 100 Continue only where the body is wanted', async () => {
    const body = JSON.stringify(SETTINGS);
    const received = await sendRaw(portOf(running), [expecting(body.length), body]);
    expect(received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    const [refused] = answersIn(await sendRaw(portOf(running), [expecting(LIMITS.bodyBytes + 1)]));
    expect(refused === undefined ? '' : codeOf(refused)).toBe('body_too_large');
  });

  it('that are a body nobody reads end the connection, and the answer says so', async () => {
    const head = `POST ${SET_CONFIG} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 300000\r\n`;
    // Refused for its missing token before its body has come; the client sends on all the same, and a request after it.
    const parts = [
      `${head}\r\n`,
      ...Array.from({ length: 30 }, () => 'x'.repeat(10_000)),
      `GET ${CODES} HTTP/1.1\r\n\r\n`,
    ];
    const [answer, ...others] = answersIn(await sendRaw(portOf(running), parts));
    expect(others).toEqual([]);
    expect(answer?.headers.connection).toBe('close');
    expect(answer === undefined ? '' : codeOf(answer)).toBe('token_missing');
  });

  it('that are a whole body of a refused request leave the connection open', async () => {
    const body = JSON.stringify(SETTINGS);
    const head = `POST ${SET_CONFIG} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const get = `GET ${CODES} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
    expect((await send(head + body + get)).map(({ status }) => status)).toEqual([401, 200]);
  });

  it('that never end are cut off at the limit of a body', async () => {
    const chunk = 'x'.repeat(65_536);
    const head = `POST ${SET_CONFIG} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n`;
    const start = `${head}x-cleartax-auth-token: ${token}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunks = Array.from({ length: 20 }, () => `10000\r\n${chunk}\r\n`);
    const received = await sendRaw(portOf(running), [start, ...chunks], (text) => text.includes('}'));
    expect(received).toContain('body_too_large');
  });
});

describe('a server that is told to stop', () => {
  it('finishes what is under way, refuses what comes, and goes', async () => {
    const running = await start();
    const token = await newToken(running);
    const slow = fetch(running.url + SET_CONFIG, {
      method: 'POST',
      headers: {
        'x-cleartax-auth-token': token,
        'content-type': 'application/json',
        'x-milaan-simulate': 'latency=1500',
      },
      body: JSON.stringify(SETTINGS),
    });
    await expect.poll(() => running.server.admission.underWay).toBe(1);
    const stopped = running.stop();
    const refused = await fetch(running.url + CODES);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('connection')).toBe('close');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'draining' });
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(503);
    expect((await slow).status).toBe(200);
    await stopped;
    await running.stop();
    await expect(fetch(running.url + CODES)).rejects.toThrow();
  });

  it('serves whoever still comes until proxies know', async () => {
    const running = await start({}, null, 1000);
    const stopped = running.stop();
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(503);
    expect((await fetch(running.url + CODES)).status).toBe(200);
    await stopped;
    await expect(fetch(running.url + CODES)).rejects.toThrow();
  });
});

describe('a server with more to do than it can', () => {
  it('keeps a bounded line, refuses the rest at once, and serves again when it is over', async () => {
    const longest = 4;
    const running = await start({ maxPoolWaitingPerConnection: longest, concurrency: 1000 });
    const { server } = running;
    const token = await newToken(running);
    const post = async () => {
      const { status, headers } = await fetch(running.url + SET_CONFIG, {
        method: 'POST',
        headers: { 'x-cleartax-auth-token': token, 'content-type': 'application/json' },
        body: JSON.stringify(SETTINGS),
      });
      return { status, retryAfter: headers.get('retry-after') };
    };
    expect((await post()).status).toBe(200);
    // Something takes long in the database, which has one connection.
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const long = server.state.db.transaction().execute(() => held);
    const accepted = [post()];
    await expect.poll(() => server.state.pool().waiting).toBe(1);
    for (let waiting = 1; waiting <= longest; waiting++) {
      accepted.push(post());
      await expect.poll(() => server.writers.waiting).toBe(waiting);
    }
    const surplus = await Promise.all(Array.from({ length: longest * 9 }, post));
    expect(new Set(surplus.map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(new Set(['503 1']));
    release();
    await long;
    expect((await Promise.all(accepted)).map(({ status }) => status)).toEqual(accepted.map(() => 200));
    expect((await post()).status).toBe(200);
    await running.stop();
  });
});

describe('a server on a port that the system has chosen', () => {
  it('names that port wherever it names itself', async () => {
    const running = await start({}, null);
    const answer = await fetch(running.url + GET_CONFIG);
    expect(await answer.json()).toMatchObject({ type: `${running.url}/docs/errors/token_missing` });
    const { codes } = (await (await fetch(running.url + CODES)).json()) as { codes: { docsUrl: string }[] }; // the contract's ErrorMaster
    expect(new Set(codes.map(({ docsUrl }) => new URL(docsUrl).origin))).toEqual(new Set([running.url]));
    expect(running.server.settings.baseUrl).toBe(running.url);
    await running.stop();
  });
});
