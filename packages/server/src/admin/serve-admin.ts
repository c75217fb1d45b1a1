import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { ADMIN_TIMEOUT_MS, type AdminCall, AdminCallSchema, adminSocketOf } from './admin-socket.ts';
import type { Admin } from './client-admin.ts';

/** Long enough for any call, and no more is read. */
const MOST_CALL_CHARACTERS = 65_536;

const run = (call: AdminCall, admin: Admin): Promise<unknown> => {
  switch (call.call) {
    case 'create':
      return admin.create(call.request);
    case 'list':
      return admin.list();
    case 'revoke':
      return admin.revoke(call.id);
    case 'rotateKey':
      return admin.rotateKey();
  }
};

/**
 * Takes the console's calls for the database that this process has to itself. Whoever may enter the folder may call: that
 * is its owner, who could read the database's files as well.
 * @returns what ends it
 */
export async function serveAdmin(
  dataDir: string,
  admin: Admin,
  onFault: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const place = adminSocketOf(dataDir);
  if (place === null) return async () => {};
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  chmodSync(place.folder, 0o700);
  // The folder is locked for this process: a socket that is there was left by one that was killed.
  rmSync(place.path, { force: true });

  const answer = async (socket: Socket, line: string): Promise<void> => {
    try {
      const result = await run(AdminCallSchema.parse(JSON.parse(line)), admin);
      socket.end(`${JSON.stringify({ isDone: true, result })}\n`);
    } catch (error) {
      onFault(error);
      socket.end(`${JSON.stringify({ isDone: false })}\n`);
    }
  };
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(ADMIN_TIMEOUT_MS, () => socket.destroy());
    socket.on('error', () => {});
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end === -1 && text.length <= MOST_CALL_CHARACTERS) return;
      socket.removeAllListeners('data');
      if (end === -1) socket.destroy();
      else void answer(socket, text.slice(0, end));
    });
  });
  server.listen(place.path);
  await once(server, 'listening');
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
    });
}
