import { connect } from 'node:net';
import * as z from 'zod';
import { ADMIN_TIMEOUT_MS, type AdminCall, adminSocketOf, MOST_LINE_BYTES } from './admin-socket.ts';
import type { Admin } from './client-admin.ts';

const when = z.iso.datetime().transform((text) => new Date(text));
const Created = z.object({ id: z.string(), workspaceId: z.string(), secret: z.string() });
const Listed = z.array(
  z.object({
    id: z.string(),
    workspaceId: z.string(),
    workspaceName: z.string(),
    name: z.string(),
    mode: z.enum(['live', 'sandbox']),
    pans: z.array(z.string()).nullable(),
    scopes: z.array(z.string()).nullable(),
    createdAt: when,
    revokedAt: when.nullable(),
  }),
);
const Reply = z.object({ isDone: z.boolean(), result: z.unknown() });

/** The running server could not be asked, or could not do it. */
export class AdminCallFailed extends Error {
  constructor(reason: string) {
    super(`The running server did not do it: ${reason}.`);
    this.name = 'AdminCallFailed';
  }
}

function ask(path: string, call: AdminCall): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    const fail = (reason: string) => {
      socket.destroy();
      reject(new AdminCallFailed(reason));
    };
    socket.setEncoding('utf8');
    socket.setTimeout(ADMIN_TIMEOUT_MS, () => fail('it does not answer'));
    socket.once('error', () => fail('it takes no calls'));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > MOST_LINE_BYTES) fail('its answer is too long');
    });
    socket.once('end', () => {
      const reply = text === '' ? undefined : Reply.safeParse(JSON.parse(text));
      if (reply?.success === true && reply.data.isDone) resolve(reply.data.result);
      else fail('its log says why');
    });
    socket.once('connect', () => socket.write(`${JSON.stringify(call)}\n`));
  });
}

/**
 * Has the server that uses the data folder do it; null where it can take no calls.
 * Every call may throw AdminCallFailed.
 */
export function callAdmin(dataDir: string): Admin | null {
  const place = adminSocketOf(dataDir);
  if (place === null) return null;
  const { path } = place;
  return {
    create: async ({ pans, scopes, ...request }) => {
      const lists = { pans: pans === null ? null : [...pans], scopes: scopes === null ? null : [...scopes] };
      return Created.parse(await ask(path, { call: 'create', request: { ...request, ...lists } }));
    },
    list: async () => Listed.parse(await ask(path, { call: 'list' })),
    revoke: async (id) => z.boolean().parse(await ask(path, { call: 'revoke', id })),
    rotateKey: async () => z.string().parse(await ask(path, { call: 'rotateKey' })),
  };
}
