import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { networkOf } from './network.ts';
import type { Talk } from './wire.ts';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const { close } of opened.splice(0)) close();
});

/** A port on which this is done with each connection once its first bytes have come. */
async function listen(onAsked: (socket: Socket) => void): Promise<URL> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => onAsked(socket));
  });
  opened.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
}

const network = (bounds: { timeoutMs?: number; maxBytes?: number; signal?: AbortSignal } = {}) =>
  networkOf({ timeoutMs: 5000, maxBytes: 1000, signal: new AbortController().signal, ...bounds });
const get = (url: URL) => ({ method: 'GET', url, headers: {}, body: null, isChunked: false });
const HELLO = 'HTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\nContent-Length: 2\r\n\r\nhi';
const endless = (socket: Socket): void => {
  socket.write('HTTP/1.1 200 OK\r\n\r\n');
  const more = () => socket.writable && socket.write('x'.repeat(5000), more);
  more();
};

describe('a request', () => {
  it('brings status, headers and body', async () => {
    const url = await listen((socket) => socket.end(HELLO));
    const response = { status: 200, headers: { a: '1, 2', 'content-length': '2' }, body: 'hi' };
    expect(await network().send(get(url))).toEqual({ response });
  });

  it.each<[string, string, (socket: Socket) => void]>([
    ['closes without a word', 'cut-off', (socket) => socket.destroy()],
    ['stops in the middle', 'cut-off', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi')],
    ['speaks something else', 'not-http', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
    ['sends without an end', 'too-large', endless],
  ])('to a server that %s fails as %s', async (_, failure, onAsked) =>
    expect(await network().send(get(await listen(onAsked)))).toMatchObject({ failure }),
  );

  it('to a server that says nothing times out', async () =>
    expect(await network({ timeoutMs: 50 }).send(get(await listen(() => {})))).toMatchObject({ failure: 'timed-out' }));

  it('to nobody is unreachable', async () =>
    expect(await network().send(get(new URL('http://127.0.0.1:9/')))).toMatchObject({ failure: 'unreachable' }));

  it('ends when the run is stopped, also before it began', async () => {
    const stop = new AbortController();
    const url = await listen(() => stop.abort());
    expect(await network({ signal: stop.signal }).send(get(url))).toMatchObject({ reason: 'stopped' });
    expect(await network({ signal: stop.signal }).send(get(url))).toMatchObject({ reason: 'stopped' });
  });
});

describe('a talk', () => {
  const talk: Talk = { bytes: 'GET / HTTP/1.1\r\n\r\n', methods: ['GET'], ending: 'answered', patienceMs: 5000 };
  const hold = async (onAsked: (socket: Socket) => void, more: Partial<Talk> = {}) =>
    network().talk(await listen(onAsked), { ...talk, ...more });

  it('ends with the last answer', async () =>
    expect(await hold((socket) => socket.write(HELLO.replace('a: 2\r\n', '')))).toMatchObject({
      end: 'answered',
      responses: [{ status: 200, body: 'hi' }],
    }));

  it('waits for the server to close', async () =>
    expect(await hold((socket) => socket.end(), { ending: 'silent' })).toMatchObject({ end: 'closed', responses: [] }));

  it('says when nothing more comes', async () =>
    expect(await hold((socket) => socket.on('end', () => socket.end('bye')), { ending: 'finished' })).toMatchObject({
      end: 'closed',
      rest: 'bye',
    }));

  it.each<[string, (socket: Socket) => void]>([
    ['says nothing', () => {}],
    ['sends without an end', endless],
  ])('with a server that %s has an end', async (_, onAsked) =>
    expect(await hold(onAsked, { ending: 'silent', patienceMs: 50 })).toMatchObject({ end: 'patience' }),
  );

  it('with nobody is no talk', async () =>
    expect(await network().talk(new URL('http://127.0.0.1:9/'), talk)).toMatchObject({ end: 'unreachable' }));
});
