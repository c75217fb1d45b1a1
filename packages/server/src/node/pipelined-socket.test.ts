import { afterAll, beforeAll, expect, it } from 'vitest';
import { createListeningTestServer, type ListeningTestServer } from '../testing/listening-test-server.ts';
import { answersIn, sendRaw } from '../testing/raw-socket.ts';

let milaan: ListeningTestServer;
beforeAll(async () => {
  milaan = await createListeningTestServer();
});
afterAll(() => milaan?.close());

const GET = 'GET /integration/v1/webhooks HTTP/1.1\r\nHost: milaan.test\r\n';
const EXPECTING = `${GET}Expect: 100-continue\r\n\r\n`;
const LAST = `${GET}Connection: close\r\n\r\n`;
const BROKEN =
  'POST /integration/v1/config/set HTTP/1.1\r\nHost: milaan.test\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n{}';
const TUNNEL = 'CONNECT db.example:5432 HTTP/1.1\r\nHost: milaan.test\r\n\r\n';
const LARGE = `POST /integration/v1/config/set HTTP/1.1\r\nHost: milaan.test\r\nContent-Length: 1050577\r\n\r\n${' '.repeat(1_050_577)}`;
const UNREAD = `${GET}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`;

it.each([
  ['a broken request after others', `${GET}\r\n${GET}\r\n${BROKEN}`, [401, 401, 400]],
  ['a broken request after the last', `${LAST}${BROKEN}`, [401]],
  // Node ends a connection whose client may still wait for `100 Continue`.
  ['a broken request after one that waits for nothing', `${EXPECTING}${BROKEN}`, [401]],
  ['a tunnel after others', `${GET}\r\n${TUNNEL}`, [401, 400]],
  ['a tunnel after the last', `${LAST}${TUNNEL}`, [401]],
  ['a tunnel after a body that nobody waited for', `${UNREAD}${TUNNEL}`, [401]],
  ['a large request after one that waits for nothing', `${EXPECTING}${LARGE}`, [401]],
  ['a request after the last', `${GET}\r\n${LAST}${GET}\r\n`, [401, 401]],
])('%s: every answer but the last leaves the connection open', async (_, bytes, statuses) => {
  const answers = answersIn(await sendRaw(milaan.port, [bytes]));
  expect(answers.map(({ status }) => status)).toEqual(statuses);
  const closing = answers.map(({ headers }) => headers.connection?.toLowerCase() === 'close');
  expect(closing).toEqual(statuses.map((_status, at) => at === statuses.length - 1));
});
