import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createMilaanClient } from '../create-milaan-client.ts';
import { createRetryBudgets } from '../retry/retry-budget.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import {
  type Act,
  fail,
  half,
  json,
  raw,
  type ScriptedServer,
  startScriptedServer,
} from '../testing/scripted-server.ts';
import { errorOf } from '../testing/test-client.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function meet(script: readonly Act[]) {
  server = await startScriptedServer(script);
  const clock = createFakeClock();
  const surroundings = { clock, random: () => 0.5, budgets: createRetryBudgets() };
  const milaan = createMilaanClient({ baseUrl: server.url, token: 'token-1', surroundings });
  return { milaan, clock, url: server.url, requests: server.requests };
}
async function read(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}
async function all<T>(lines: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

const FILE = randomBytes(300_000);
const whole = raw(200, { 'content-length': String(FILE.length) }, FILE);
const firstHalf = half(200, { 'content-length': String(FILE.length) }, FILE.subarray(0, 200_000));
/** As a store answers `Range`. */
const rest: Act = (response, request) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const headers = {
    'content-range': `bytes ${from}-${FILE.length - 1}/${FILE.length}`,
    'content-length': String(FILE.length - from),
  };
  response.writeHead(206, headers).end(FILE.subarray(from));
};

describe('a file', () => {
  it.each([
    ['by Range, where the server has that', rest],
    ['by reading past what has come, where it has not', whole],
  ])('goes on where the connection broke: %s', async (_, second) => {
    const { milaan, url, requests } = await meet([firstHalf, second]);
    expect((await read(milaan.download(`${url}/file`))).equals(FILE)).toBe(true);
    expect(requests.map(({ headers }) => /^bytes=\d+-$/.test(headers.range ?? ''))).toEqual([false, true]);
    expect(requests.every(({ headers }) => headers['x-cleartax-auth-token'] === undefined)).toBe(true);
  });

  it('that breaks again and again without a new byte is a ConnectionError', async () => {
    const nothing = half(200, { 'content-length': '1000' }, '');
    const { milaan, url, requests } = await meet([nothing]);
    expect(await errorOf(read(milaan.download(`${url}/file`)))).toMatchObject({
      name: 'ConnectionError',
      operation: 'downloadFile',
      attempts: [{ end: 'cut-off' }, { end: 'cut-off' }, { end: 'cut-off', waitMs: null }],
    });
    expect(requests).toHaveLength(3);
  });

  it('that comes from the wrong place is not pieced together', async () => {
    const wrongPart = raw(206, { 'content-range': 'bytes 0-9/300000' }, 'xxxxxxxxxx');
    const { milaan, url } = await meet([firstHalf, wrongPart, rest]);
    expect((await read(milaan.download(`${url}/file`))).equals(FILE)).toBe(true);
  });

  it('that stalls is asked for again', async () => {
    const stalling: Act = (response) => {
      response.writeHead(200, { 'content-length': String(FILE.length) });
      response.write(FILE.subarray(0, 1000));
    };
    const { milaan, url, clock } = await meet([stalling, rest]);
    const pieces: Uint8Array[] = [];
    const bytes = milaan.download(`${url}/file`);
    for (let got = 0; got < 1000; ) {
      const { value } = await bytes.next();
      if (!(value instanceof Uint8Array)) throw new Error('It ended.');
      pieces.push(value);
      got += value.length;
    }
    const next = bytes.next();
    await new Promise(setImmediate);
    clock.advance(30_000);
    const { value } = await next;
    pieces.push(value ?? new Uint8Array(), await read(bytes));
    expect(Buffer.concat(pieces).equals(FILE)).toBe(true);
  });

  it('nobody reads to the end lets go of its connection', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const endless: Act = (response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200).write(FILE);
    };
    const { milaan, url } = await meet([endless]);
    for await (const _ of milaan.download(`${url}/file`)) break;
    await closed;
  });

  it('ends with the signal, with its reason', async () => {
    const endless: Act = (response) => {
      response.writeHead(200).write(FILE);
    };
    const { milaan, url } = await meet([endless]);
    const controller = new AbortController();
    const reason = new Error('enough');
    const readSome = async () => {
      for await (const _ of milaan.download(`${url}/file`, { signal: controller.signal })) controller.abort(reason);
    };
    expect(await errorOf(readSome())).toBe(reason);
  });
});

const LINES = Array.from({ length: 2000 }, (_, number) => ({
  documentId: `d${number}`,
  result: { matchType: 'EXACT' },
}));
const TEXT = `${LINES.map((line) => JSON.stringify(line)).join('\n')}\n`;
const GZIP = gzipSync(TEXT);
const results: Act = (response, request) =>
  json({
    reconStatus: { reconResultsFileUrl: `http://${request.headers.host}/file`, reconResultsVendorFileUrl: null },
  })(response, request);
const gzip = (body: Uint8Array) =>
  raw(200, { 'content-type': 'application/gzip', 'content-length': String(body.length) }, body);

describe('results', () => {
  it.each([
    ['gzip', gzip(GZIP)],
    ['gzip that was undone on the way', raw(200, {}, TEXT)],
    ['gzip as a transfer coding', raw(200, { 'content-encoding': 'gzip' }, GZIP)],
    ['without a line end at the end', gzip(gzipSync(TEXT.trimEnd()))],
  ])('come line by line: %s', async (_, act) => {
    const { milaan } = await meet([results, act]);
    expect(await all(milaan.results('wf_1'))).toEqual(LINES);
  });

  it('go on where the connection broke, in the middle of gzip', async () => {
    const part = half(200, { 'content-length': String(GZIP.length) }, GZIP.subarray(0, 5000));
    const { milaan, requests } = await meet([results, part, part, gzip(GZIP)]);
    expect(await all(milaan.results('wf_1'))).toEqual(LINES);
    expect(requests.length).toBeGreaterThanOrEqual(3);
  });

  it('get a new URL when the first has expired', async () => {
    const { milaan, requests } = await meet([results, fail(401, 'file_url_expired'), results, gzip(GZIP)]);
    expect(await all(milaan.results('wf_1'))).toHaveLength(LINES.length);
    expect(requests).toHaveLength(4);
  });

  it('of no line are no line', async () => {
    const { milaan } = await meet([results, gzip(gzipSync(''))]);
    expect(await all(milaan.results('wf_1'))).toEqual([]);
  });

  it.each([
    ['a line that is not JSON', gzip(gzipSync('{"a":1}\n{"a":\n')), 'line 2 is not JSON'],
    ['a page of a proxy', raw(200, { 'content-type': 'text/html' }, '<html>\n</html>'), 'line 1 is not JSON'],
    [
      'gzip that is damaged',
      gzip(Buffer.concat([GZIP.subarray(0, 3000), Buffer.alloc(3000), GZIP.subarray(6000)])),
      'damaged',
    ],
    ['gzip that is cut off', gzip(GZIP.subarray(0, 4000)), 'damaged'],
  ])('that hold %s are an answer_invalid', async (_, act, told) => {
    const { milaan } = await meet([results, act]);
    const error = await errorOf(all(milaan.results('wf_1')));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'answer_invalid' });
    expect(String(error)).toContain(told);
  });

  it('nobody reads to the end let go of their connection at once, also while a piece is awaited', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const slow: Act = (response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200).write(TEXT.slice(0, 1000));
    };
    const { milaan } = await meet([results, slow]);
    for await (const line of milaan.results('wf_1')) if (line.documentId === 'd1') break;
    await closed;
  });

  it('of a workflow without a file say so', async () => {
    const { milaan } = await meet([results]);
    expect(String(await errorOf(all(milaan.suppliers('wf_1'))))).toContain('reconResultsVendorFileUrl');
  });
});
