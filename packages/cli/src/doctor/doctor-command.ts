import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addConformOptions, type ConformOptions } from '../conform/conform-options.ts';
import { UsageError } from '../failure/usage-error.ts';
import { addServerFlags, type ServerFlags, settingsOf } from '../serve/server-flags.ts';

type DoctorOptions = ServerFlags & ConformOptions;

const asksForServer = ({ clientSecret, secretFile, token, sandbox, only }: ConformOptions): boolean =>
  [clientSecret, secretFile, token, sandbox, only].some((said) => said !== undefined);

export function doctorCommand(program: Command, io: CliIo): void {
  const command = program
    .command('doctor')
    .summary('say what is wrong with a setup')
    .description(
      'Looks at everything that milaan serve needs with the same settings, and says what to do about it. With the address of a server: checks that server against the contract, as milaan conform does.',
    )
    .argument('[url]', 'a server that runs, to be checked as milaan conform does')
    .option('--json', 'print JSON on stdout');
  addConformOptions(addServerFlags(command)).action(async (url: string | undefined, options: DoctorOptions) => {
    const { json, clientSecret, secretFile, token, sandbox, only, ...flags } = options;
    if (url !== undefined) {
      const { runConform } = await import('../conform/run-conform.ts');
      return runConform(url, options, io);
    }
    if (asksForServer(options)) throw new UsageError('Which server? Say its address: milaan doctor <url>.');
    const settings = settingsOf(flags, io);
    const { runDoctor } = await import('./run-doctor.ts');
    await runDoctor(settings, json === true, io);
  });
}
