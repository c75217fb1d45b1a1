import type { Settings } from '@milaan/server';
import type { CliIo } from '../cli-io.ts';
import { withAdmin } from '../client/with-admin.ts';

/** Puts a new signing key in force, beside a running server too. */
export async function runRotateKey(settings: Settings, io: CliIo): Promise<void> {
  const id = await withAdmin(settings, (admin) => admin.rotateKey());
  io.stderr.write(`The key ${id} signs from now on, on other nodes within a minute.\n`);
}
