import { connect, createServer, type Socket } from 'node:net';
import { type ObservedResponse, type Received, readResponses } from '../../packages/contract/src/conformance/index.ts';
import { listenLocally } from '../../packages/server/src/testing/listen-locally.ts';

/** What was asked, as far as the bytes say it clearly; the whole request with its headers and body in `bytes`. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly bytes: string;
}

/** Changes one answer; null lets the connection end without it, `silent` lets nothing more come. */
export type Break = (answer: ObservedResponse, asked: Asked) => ObservedResponse | 'silent' | null;

export interface BreakingProxy {
  readonly url: string;
  /** Where the right answers come from, and what is done to them. */
  serve(upstreamPort: number): void;
  breakBy(change: Break): void;
  stop(): Promise<void>;
}

const FRAMING: ReadonlySet<string> = new Set(['transfer-encoding', 'content-length', 'connection']);

function bytesOf({ status, headers, body }: ObservedResponse, isLast: boolean): string {
  const text = Buffer.from(body, 'utf8').toString('latin1');
  const fields = Object.entries(headers).filter(([name]) => !FRAMING.has(name));
  const framing = [`content-length: ${text.length}`, ...(isLast ? ['connection: close'] : [])];
  return [`HTTP/1.1 ${status} -`, ...fields.map(([name, value]) => `${name}: ${value}`), ...framing, '', text].join(
    '\r\n',
  );
}

/** The requests in the bytes of a client. */
function requestsIn(bytes: string): readonly Asked[] {
  const found = [...bytes.matchAll(/^([A-Z]+) (\S+) HTTP\/1\.1\r$/gm)];
  return found.map(({ 1: method = '', 2: path = '', index }, at) => ({
    method,
    path,
    bytes: bytes.slice(index, found[at + 1]?.index),
  }));
}

/** A server that answers as another one does, but for what a test breaks; it passes everything else on byte for byte. */
export async function startBreakingProxy(): Promise<BreakingProxy> {
  let port = 0;
  let change: Break = (answer) => answer;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => [sockets.delete(socket), client.destroy(), upstream.destroy()]);
      socket.on('error', () => {});
    }
    let asked = '';
    let answered = '';
    let passed = 0;
    let isSilent = false;
    const pass = (answer: Received, at: number): void => {
      const changed = change(answer, requestsIn(asked)[at] ?? { method: '', path: '', bytes: asked });
      if (changed === 'silent') isSilent = true;
      else if (changed === null) client.destroy();
      else client.write(bytesOf(changed, answer.isLast), 'latin1');
    };
    client.on('data', (bytes: Buffer) => {
      asked += bytes.toString('latin1');
      upstream.write(bytes);
    });
    client.on('end', () => upstream.end());
    upstream.on('data', (bytes: Buffer) => {
      answered += bytes.toString('latin1');
      const methods = requestsIn(asked).map(({ method }) => method);
      const { responses } = readResponses(answered, methods);
      for (; passed < responses.length; passed++) {
        const next = responses[passed];
        if (next !== undefined && !isSilent) pass(next, passed);
      }
    });
    upstream.on('end', () => isSilent || client.end());
  });
  const listensOn = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${listensOn}`,
    serve: (upstreamPort) => {
      port = upstreamPort;
    },
    breakBy: (next) => {
      change = next;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
