import { createCredential } from '../auth/credential.ts';
import { createClient } from '../clients/create-client.ts';
import type { App } from '../http/app.ts';
import type { ServerContext } from '../http/server-context.ts';
import { findClientByName, replaceClientSecret } from '../state/clients.ts';

/** The API as the drop uses it: the very calls of a connector, without a socket. */
export interface DropApi {
  readonly workspaceId: string;
  call(method: 'GET' | 'POST', path: string, options?: CallOptions): Promise<ApiAnswer>;
}

interface CallOptions {
  readonly body?: unknown;
  /** Makes a POST one that happens once. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

const CLIENT_NAME = 'folder drop';
const TOKEN_PATH = '/integration/v1/authz/token';
const HERE = 'http://drop.invalid';

/** The drop's own client in a workspace: always the same one, with a secret that lives as long as the process. */
async function ownClient(server: ServerContext, workspace: string) {
  const maker = { ...server, db: server.state.db };
  const found = await findClientByName(maker.db, workspace, CLIENT_NAME);
  if (found === undefined) {
    return createClient({ workspace, name: CLIENT_NAME, mode: 'live', pans: null, scopes: null }, maker);
  }
  const { text: secret, secretHash } = createCredential('mcs', 'live', found.id, server.randomness);
  await replaceClientSecret(maker.db, found.id, secretHash);
  return { ...found, secret };
}

export async function createDropApi(app: App, server: ServerContext, workspace: string): Promise<DropApi> {
  const { workspaceId, secret } = await ownClient(server, workspace);
  let token: string | null = null;
  const send = async (path: string, init: RequestInit): Promise<ApiAnswer> => {
    const response = await app.fetch(new Request(`${HERE}${path}`, init));
    return { status: response.status, json: (await response.json()) as ApiAnswer['json'] }; // every answer is an object
  };
  const newToken = async (): Promise<string> => {
    const { json } = await send(TOKEN_PATH, { headers: { 'x-clear-client-secret': secret } });
    return String(json.access_token);
  };
  return {
    workspaceId,
    async call(method, path, { body, key, headers = {} } = {}) {
      for (let attempt = 0; ; attempt++) {
        token ??= await newToken();
        const answer = await send(path, {
          method,
          headers: {
            ...headers,
            'x-cleartax-auth-token': token,
            ...(key === undefined ? {} : { 'idempotency-key': key }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        if (answer.status !== 401 || attempt > 0) return answer;
        token = null;
      }
    },
  };
}
