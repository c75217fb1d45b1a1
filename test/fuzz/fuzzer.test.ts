import { createServer, type RequestListener, type Server } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResponses } from '../../packages/contract/src/conformance/index.ts';
import { listenLocally } from '../../packages/server/src/testing/listen-locally.ts';
import { converse } from './converse.ts';
import { DESCRIBED, SCHEMAS } from './document.ts';
import { judgeOutcome } from './judge-outcome.ts';
import { schemaArbitrary } from './schema-arbitrary.ts';
import { scriptArbitrary } from './script-arbitrary.ts';

const CREDENTIALS = { tokens: ['token'], secrets: ['secret'] };

async function withServer<T>(listener: RequestListener, work: (port: number) => Promise<T>): Promise<T> {
  const server: Server = createServer(listener);
  const port = await listenLocally(server);
  try {
    return await work(port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What the fuzzer says of a server that does not keep the contract. */
const findings = (listener: RequestListener): Promise<string> =>
  withServer(listener, async (port) => {
    const scripts = fc.sample(scriptArbitrary(CREDENTIALS), { numRuns: 60, seed: 1 });
    const verdicts = scripts.map(async (script) =>
      judgeOutcome(script, await converse(port, { ...script.conversation, patienceMs: 500 })),
    );
    return [...new Set((await Promise.all(verdicts)).flat())].join('\n');
  });

describe('the fuzzer', () => {
  it('finds a server that answers as the web usually does', async () => {
    const found = await findings((_, response) =>
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>'),
    );
    expect(found).toMatch(/the status 404 is not in the master/);
    expect(found).toMatch(/there is no request-id/);
  });

  it("finds Node's own answers to what is no HTTP", async () => {
    const found = await findings((_, response) => response.end());
    expect(found).toMatch(/the response has no length/);
    expect(found).toMatch(/is not promised/);
  });

  it('finds a server that crashes, and one that never answers', async () => {
    expect(await findings((request) => void request.socket.destroy())).toMatch(/requests got 0 answers/);
    expect(await findings(() => {})).toMatch(/neither answered nor closed/);
  });

  it('finds a fault of the server in bad input', async () => {
    const found = await findings((_, response) => response.writeHead(500, { 'content-length': 2 }).end('{}'));
    expect(found).toMatch(/bad input caused 500/);
  });

  it('knows the operations by the document alone', () => {
    expect(DESCRIBED.map(({ method, path }) => `${method} ${path}`)).toContain('POST /integration/v1/config/set');
    const wanted = DESCRIBED.find(({ body }) => body !== null)?.body;
    for (const value of fc.sample(schemaArbitrary(wanted, SCHEMAS), 20))
      expect(value).toHaveProperty('pullReturnPeriodStart');
  });
});

describe('readResponses', () => {
  const one = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

  it('reads answers in a row, with a length or in chunks', () => {
    const chunked =
      'HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
    const { responses, rest, breach } = readResponses(one + chunked, []);
    expect(responses.map(({ status, body, isLast }) => [status, body, isLast])).toEqual([
      [200, 'ok', false],
      [400, 'abc', true],
    ]);
    expect([rest, breach]).toEqual(['', null]);
  });

  it('takes no body from the answer of HEAD, and counts 100 Continue apart', () => {
    const { responses, continues } = readResponses(
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n${one}`,
      ['HEAD', 'GET'],
    );
    expect([continues, responses.map(({ body }) => body)]).toEqual([1, ['', 'ok']]);
  });

  it('keeps what is not a whole answer', () =>
    expect(readResponses(one.slice(0, -1), [])).toMatchObject({ responses: [], breach: null, rest: one.slice(0, -1) }));

  it.each([
    ['HTTP/2 200\r\n\r\n', /no status line/],
    ['HTTP/1.1 200 OK\r\nbad header\r\n\r\n', /no header/],
    ['HTTP/1.1 200 OK\r\na: 1\r\na: 2\r\n\r\n', /came twice/],
    ['HTTP/1.1 200 OK\r\n\r\n', /no length/],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n', /broken chunk/],
  ])('finds what is wrong with %j', (bytes, what) => expect(readResponses(bytes, []).breach).toMatch(what));
});
