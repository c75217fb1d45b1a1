import { join } from 'node:path';
import * as z from 'zod';

/** One line of JSON from a console to the server that has the data folder. */
export const AdminCallSchema = z.discriminatedUnion('call', [
  z.strictObject({
    call: z.literal('create'),
    request: z.strictObject({
      workspace: z.string(),
      name: z.string(),
      mode: z.enum(['live', 'sandbox']),
      pans: z.array(z.string()).nullable(),
      scopes: z.array(z.string()).nullable(),
    }),
  }),
  z.strictObject({ call: z.literal('list') }),
  z.strictObject({ call: z.literal('revoke'), id: z.string() }),
  z.strictObject({ call: z.literal('rotateKey') }),
]);
export type AdminCall = z.output<typeof AdminCallSchema>;

/** A line of either side is not longer. */
export const MOST_LINE_BYTES = 16 * 1024 * 1024;

/** How long either side waits for the other. */
export const ADMIN_TIMEOUT_MS = 15_000;

/** Systems cut longer names of sockets off, at 104 bytes the strictest. */
const MOST_PATH_BYTES = 103;

/**
 * Where the server of a data folder takes calls of the console: a socket in a folder that only its owner may enter. Null
 * where there can be none: on Windows, with a long path, with a database that is in no folder.
 */
export function adminSocketOf(dataDir: string): { readonly folder: string; readonly path: string } | null {
  const folder = join(dataDir, 'console');
  const path = join(folder, 'socket');
  const isPossible =
    process.platform !== 'win32' && !dataDir.startsWith('memory://') && Buffer.byteLength(path) <= MOST_PATH_BYTES;
  return isPossible ? { folder, path } : null;
}
