import { readFileSync } from 'node:fs';
import { createMilaanClient, type MilaanClient } from '@milaan/client';
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../failure/usage-error.ts';

/** Which server is meant, and who asks. */
export interface RemoteFlags {
  readonly url?: string;
  readonly secretFile?: string;
}

const USUAL_URL = 'http://127.0.0.1:8080';

/** A secret is no flag of its own: every user of the machine sees the flags of a process. */
export const addRemoteFlags = (command: Command): Command =>
  command
    .option('--url <url>', `address of the server (default: ${USUAL_URL}) [MILAAN_URL]`)
    .option('--secret-file <file>', 'file that holds the client secret [MILAAN_CLIENT_SECRET holds the secret itself]');

function secretOf(flags: RemoteFlags, io: CliIo): string | undefined {
  if (flags.secretFile === undefined) return io.env.MILAAN_CLIENT_SECRET;
  try {
    return readFileSync(flags.secretFile, 'utf8');
  } catch (error) {
    throw new UsageError(
      `--secret-file ${flags.secretFile} cannot be read.`,
      error instanceof Error ? error.message : '',
    );
  }
}

/** @throws UsageError when the address or the secret cannot be used, or a secret is needed and there is none */
export function remoteClient(flags: RemoteFlags, io: CliIo, needsSecret = true): MilaanClient {
  const baseUrl = flags.url ?? io.env.MILAAN_URL ?? USUAL_URL;
  const clientSecret = needsSecret ? secretOf(flags, io) : undefined;
  if (needsSecret && (clientSecret ?? '') === '')
    throw new UsageError(
      'There is no client secret.',
      'Make a client with milaan client create, and put its secret into MILAAN_CLIENT_SECRET or a --secret-file.',
    );
  try {
    return createMilaanClient({ baseUrl, clientSecret });
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
