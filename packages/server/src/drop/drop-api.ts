import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCredential } from '../auth/credential.ts';
import { createClient } from '../clients/create-client.ts';
import type { App } from '../http/app.ts';
import type { ServerContext } from '../http/server-context.ts';
import { ensureWorkspace, findClient, replaceClientSecret } from '../state/clients.ts';

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

/** In the work folder: the id of the drop's client. */
const CLIENT = 'client';

/**
 * The client of this very folder, with a secret that lives as long as the process. Each folder has its own: a workspace
 * may have several, on several nodes, and the secret and the token of one would end those of another.
 */
async function ownClient(server: ServerContext, workspace: string, work: string) {
  const { clock, createUlid, randomness } = server;
  const { db } = server.state;
  const id = await readFile(join(work, CLIENT), 'utf8').catch(() => '');
  const found = await findClient(db, id);
  const createdAt = new Date(clock.nowMs());
  const workspaceId = await ensureWorkspace(db, { id: `ws_${createUlid()}`, name: workspace, createdAt });
  if (found?.workspaceId === workspaceId && found.revokedAt === null) {
    const { text: secret, secretHash } = createCredential('mcs', 'live', id, randomness);
    await replaceClientSecret(db, id, secretHash);
    return { workspaceId, secret };
  }
  const request = { workspace, name: CLIENT_NAME, mode: 'live', pans: null, scopes: null } as const;
  const made = await createClient(request, { ...server, db });
  await writeFile(join(work, CLIENT), made.id, { flush: true });
  return made;
}

/** `work` is the folder of what is under way. */
export async function createDropApi(
  app: App,
  server: ServerContext,
  workspace: string,
  work: string,
): Promise<DropApi> {
  const { workspaceId, secret } = await ownClient(server, workspace, work);
  let token: string | null = null;
  const send = async (path: string, init: RequestInit): Promise<ApiAnswer> => {
    const response = await app.fetch(new Request(`${HERE}${path}`, init));
    return { status: response.status, json: (await response.json()) as ApiAnswer['json'] }; // every answer is an object
  };
  const newToken = async (): Promise<string> => {
    const { status, json } = await send(TOKEN_PATH, { headers: { 'x-clear-client-secret': secret } });
    if (status !== 200) throw new Error(`The folder drop gets no token: ${json.code}.`);
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
