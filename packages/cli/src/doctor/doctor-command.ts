import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addServerFlags, type ServerFlags, settingsOf } from '../serve/server-flags.ts';

export function doctorCommand(program: Command, io: CliIo): void {
  const command = program
    .command('doctor')
    .summary('say what is wrong with a setup')
    .description('Looks at everything that milaan serve needs with the same settings, and says what to do about it.')
    .option('--json', 'print JSON on stdout');
  addServerFlags(command).action(async ({ json, ...flags }: ServerFlags & { readonly json?: true }) => {
    const settings = settingsOf(flags, io);
    const { runDoctor } = await import('./run-doctor.ts');
    await runDoctor(settings, json === true, io);
  });
}
