import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@milaan/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createListeningTestServer, type ListeningTestServer } from '../testing/listening-test-server.ts';

let milaan: ListeningTestServer;
let token: string;
const folder = mkdtempSync(join(tmpdir(), 'milaan-socket-'));
beforeAll(async () => {
  milaan = await createListeningTestServer({ storage: { kind: 'folder', folder } });
  token = await milaan.newToken();
});
afterAll(async () => {
  await milaan?.close();
  rmSync(folder, { recursive: true, force: true });
});

const drafts = () => readdirSync(join(folder, '.drafts')).length;

async function newUrl(): Promise<URL> {
  const path = '/integration/v1/generatePreSign/purchase?fileName=a.csv';
  const { json } = await milaan.send('GET', path, { token, headers: { filecontenttype: 'CSV' } });
  return new URL(String(json.preSignedS3Url));
}
const sizeOf = async (url: URL) =>
  (await milaan.server.store.head(milaan.server.store.keyOfUrl(url.href) ?? ''))?.sizeBytes;

interface Talk {
  readonly socket: Socket;
  /** Everything that came until it matches. */
  until(pattern: RegExp): Promise<string>;
  readonly received: () => string;
}

async function talk(head: readonly string[]): Promise<Talk> {
  const socket = connect({ port: milaan.port, host: '127.0.0.1' });
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => (received += text));
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const until = async (pattern: RegExp) => {
    while (!pattern.test(received)) await once(socket, 'data');
    return received;
  };
  return { socket, until, received: () => received };
}

const putHead = (url: URL, ...headers: string[]) => [
  `PUT ${url.pathname}${url.search} HTTP/1.1`,
  'Host: milaan.test',
  ...headers,
];

it('a client that waits for it is told to go on, once its permission is good', async () => {
  const url = await newUrl();
  const { socket, until } = await talk(putHead(url, 'Content-Length: 5', 'Expect: 100-continue'));
  await until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
  socket.write('12345');
  expect(await until(/UPLOADED/)).toContain('HTTP/1.1 200 OK');
  socket.destroy();
  expect(await sizeOf(url)).toBe(5);
});

it('a client without permission is refused before it sends', async () => {
  const url = await newUrl();
  url.searchParams.set('signature', 'none');
  const { socket, until } = await talk(putHead(url, 'Content-Length: 1000000', 'Expect: 100-continue'));
  const answer = await until(/upload_url_invalid/);
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  socket.destroy();
});

it('a file that is announced too large is refused before it is sent', async () => {
  const url = await newUrl();
  const { socket, until } = await talk(
    putHead(url, `Content-Length: ${LIMITS.uploadBytes + 1}`, 'Expect: 100-continue'),
  );
  expect(await until(/body_too_large/)).toMatch(/^HTTP\/1\.1 400 /);
  socket.destroy();
});

it('an upload without a length is taken piece by piece', async () => {
  const url = await newUrl();
  const { socket, until } = await talk(putHead(url, 'Transfer-Encoding: chunked'));
  socket.write('3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n');
  expect(await until(/UPLOADED/)).toContain('"sizeBytes":7');
  socket.destroy();
});

it('a client that goes away in the middle leaves nothing', async () => {
  const url = await newUrl();
  const { socket } = await talk(putHead(url, 'Content-Length: 1000000'));
  socket.write(Buffer.alloc(200_000));
  await expect.poll(drafts).toBe(1);
  socket.destroy();
  await expect.poll(drafts).toBe(0);
  expect(await sizeOf(url)).toBeUndefined();
});

it('an upload may take longer than a request otherwise may; another request may not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const url = await newUrl();
    const upload = await talk(putHead(url, 'Content-Length: 6'));
    upload.socket.write('abc');
    await expect.poll(drafts).toBe(1);
    const other = await talk([
      'POST /integration/v1/config/set HTTP/1.1',
      'Host: milaan.test',
      `x-cleartax-auth-token: ${token}`,
      'Content-Type: application/json',
      'Content-Length: 6',
    ]);
    other.socket.write('{');
    await expect.poll(() => milaan.clock.sleepers).toBeGreaterThan(1);
    vi.advanceTimersByTime(2 * LIMITS.requestMs);
    expect(await other.until(/did not arrive in time/)).toMatch(/^HTTP\/1\.1 400 /);
    upload.socket.write('def');
    expect(await upload.until(/UPLOADED/)).toContain('"sizeBytes":6');
    for (const { socket } of [upload, other]) socket.destroy();
  } finally {
    vi.useRealTimers();
  }
});

it('a client that stands still is told so and let go', async () => {
  const url = await newUrl();
  const { socket, until } = await talk(putHead(url, 'Content-Length: 6'));
  socket.write('abc');
  await expect.poll(drafts).toBe(1);
  await expect.poll(() => milaan.clock.sleepers).toBeGreaterThan(0);
  milaan.clock.advance(LIMITS.uploadIdleMs);
  expect(await until(/nothing of its body came/)).toMatch(/^HTTP\/1\.1 400 /);
  await once(socket, 'close');
  expect(drafts()).toBe(0);
});
