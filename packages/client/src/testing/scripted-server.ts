import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the server does with one request; it may answer, break off, or do nothing at all. */
export type Act = (response: ServerResponse, request: IncomingMessage) => void;

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly {
    readonly line: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
  }[];
  close(): Promise<void>;
}

/** A real server on a real socket that acts by a script; the last act repeats. */
export async function startScriptedServer(script: readonly Act[]): Promise<ScriptedServer> {
  const requests: { line: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const at = requests.push({
        line: `${request.method} ${request.url}`,
        headers: request.headers,
        body: Buffer.concat(pieces).toString(),
      });
      (script[at - 1] ?? script.at(-1))?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json =
  (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Act =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

/** An error answer of the contract. */
export const fail = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Act => {
  const body = { code, status, title: code, detail: `It is ${code}.`, errors: [], metadata: {}, requestId: 'req_1' };
  return json(body, status, { 'content-type': 'application/problem+json', ...headers });
};

/** Bytes of any kind, whatever their headers say. */
export const raw =
  (status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array = ''): Act =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };

/** Closes the connection without a word. */
export const drop: Act = (response) => response.socket?.destroy();

/** Begins the answer and breaks off in the middle of its body. */
export const half =
  (status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array): Act =>
  (response) => {
    response.writeHead(status, headers);
    response.write(body, () => response.socket?.destroy());
  };
