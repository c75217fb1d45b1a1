import { afterAll, beforeAll, expect, it } from 'vitest';
import { answersIn, sendRaw } from '../testing/raw-socket.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { type Listening, listen } from './listen.ts';

let milaan: TestServer;
let listening: Listening;
let port: number;
beforeAll(async () => {
  milaan = await createTestServer();
  listening = await listen({ host: '127.0.0.1', port: 0 });
  listening.serve(milaan.app);
  const address = listening.http.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  listening?.http.closeAllConnections();
  listening?.http.close();
  await milaan?.close();
});

const PATH = '/integration/v1/errorCodes';

it.each([
  ['no Host', `GET ${PATH} HTTP/1.1\r\n\r\n`],
  ['a Host that is none', `GET ${PATH} HTTP/1.1\r\nHost: a b\r\n\r\n`],
  ['a target that is none', 'OPTIONS * HTTP/1.1\r\nHost: milaan.test\r\n\r\n'],
])('a request with %s is malformed, and its connection is closed after the answer', async (_, bytes) => {
  // It resolves when the server has closed.
  const [answer, ...others] = answersIn(await sendRaw(port, [bytes]));
  expect(others).toEqual([]);
  expect(answer).toMatchObject({ status: 400, headers: { connection: 'close' } });
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ code: 'request_malformed' });
});

it.each([
  ['GET', `GET ${PATH} HTTP/1.0\r\n\r\n`, 200],
  ['POST', 'POST /integration/v1/config/set HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}', 401],
])('HTTP/1.0 knows no Host: a %s without it is served', async (_, bytes, status) => {
  expect(answersIn(await sendRaw(port, [bytes]))).toMatchObject([{ status }]);
});

it('a health check in HTTP/1.0 is answered', async () => {
  expect(await sendRaw(port, ['GET /health/live HTTP/1.0\r\n\r\n'])).toMatch(/^HTTP\/1\.1 200 /);
});
