import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface BareAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls a server with nothing between the call and its socket. */
export interface BareCaller {
  /** Under an idempotency key of its own, as every connector should. */
  post(path: string, body: object): Promise<BareAnswer>;
  close(): void;
}

/**
 * For calls whose time is taken: on the same few processors the work of `fetch` is waited for like that of the server, and
 * a connector runs elsewhere. Its token ends the one that the secret was used for before.
 */
export async function createBareCaller(
  { url, secret }: { readonly url: string; readonly secret: string },
  connections: number,
): Promise<BareCaller> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const call = (method: string, path: string, headers: Readonly<Record<string, string>>, body = '') =>
    new Promise<BareAnswer>((resolve, reject) => {
      const sending = request(new URL(path, url), { method, agent, headers });
      sending.on('error', reject);
      sending.on('response', (answer) => {
        text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(said) }), reject);
      });
      sending.end(body);
    });
  const issued = await call('GET', '/integration/v1/authz/token', { 'x-clear-client-secret': secret });
  const { access_token: token } = issued.body as { readonly access_token: string }; // what the contract says
  const headers = { 'x-cleartax-auth-token': token, 'content-type': 'application/json' };
  return {
    post: (path, body) => {
      const json = JSON.stringify(body);
      const length = String(Buffer.byteLength(json));
      return call('POST', path, { ...headers, 'content-length': length, 'idempotency-key': randomUUID() }, json);
    },
    close: () => agent.destroy(),
  };
}
