import type { ServerContext } from '../http/server-context.ts';
import type { Log } from '../observe/log.ts';
import type { Storage } from '../storage/open-storage.ts';
import { createClientAdmin } from './client-admin.ts';
import { serveAdmin } from './serve-admin.ts';

/** With the embedded database only this process can make clients and keys: the console asks it to. @returns what ends it */
export async function openConsole(
  dataDir: string,
  server: ServerContext,
  { keys }: Storage,
  log: Log,
): Promise<() => Promise<void>> {
  if (server.state.isShared) return async () => {};
  const { clock, randomness, createUlid } = server;
  const maker = { db: server.state.db, clock, randomness, createUlid };
  const admin = {
    ...createClientAdmin(maker, () => server.memories.tokens.forgetAll()),
    rotateKey: keys.rotate,
  };
  const onFault = (error: unknown) => log.onFault(error, null);
  return serveAdmin(dataDir, admin, onFault).catch((error: unknown) => {
    onFault(error);
    return async () => {};
  });
}
