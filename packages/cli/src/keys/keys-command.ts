import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addServerFlags, type ServerFlags, STATE_SETTINGS, settingsOf } from '../serve/server-flags.ts';

const EXAMPLES = `
Example:
  milaan keys rotate
`;

export function keysCommand(program: Command, io: CliIo): void {
  const keys = program
    .command('keys')
    .summary('replace the key that signs the URLs of files')
    .description(
      'The key with which the server signs the URLs of uploads and downloads. With S3, the store signs them.',
    )
    .addHelpText('after', EXAMPLES);

  addServerFlags(
    keys
      .command('rotate')
      .description('Put a new key in force. URLs that are out stay good until they expire, a day at most.'),
    STATE_SETTINGS,
  ).action(async (flags: ServerFlags) => {
    const { runRotateKey } = await import('./run-keys.ts');
    await runRotateKey(settingsOf(flags, io), io);
  });
}
