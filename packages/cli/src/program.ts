import { Command } from 'commander';
import type { CliIo } from './cli-io.ts';
import { clientCommand } from './client/client-command.ts';
import { conformCommand } from './conform/conform-command.ts';
import { demoCommand } from './demo/demo-command.ts';
import { doctorCommand } from './doctor/doctor-command.ts';
import { inspectCommand } from './inspect/inspect-command.ts';
import { keysCommand } from './keys/keys-command.ts';
import { reconcileCommand } from './reconcile/reconcile-command.ts';
import { remoteCommands } from './remote/remote-commands.ts';
import { serveCommand } from './serve/serve-command.ts';
import { MILAAN_VERSION } from './version.ts';

const EXIT_CODE_HELP = `
Exit codes: 0 done, 1 Milaan or the machine failed, 2 wrong usage, 3 an input was refused (nothing is written).
`;

export function createProgram(io: CliIo): Command {
  const program = new Command('milaan')
    .description(
      'Reconciles purchase registers with GSTR-2B and GSTR-2A: which bill pairs with which, why, and what to do.',
    )
    .version(MILAAN_VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError(true)
    .configureHelp({ sortSubcommands: false, sortOptions: false })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: () => {}, // `runMilaan` prints errors, in one form for all kinds.
      getOutHelpWidth: () => Math.min(io.stdout.columns, 100),
      getErrHelpWidth: () => Math.min(io.stderr.columns, 100),
    })
    .exitOverride()
    .addHelpText('after', EXIT_CODE_HELP);
  const commands = [
    reconcileCommand,
    inspectCommand,
    demoCommand,
    serveCommand,
    clientCommand,
    keysCommand,
    doctorCommand,
    conformCommand,
    remoteCommands,
  ];
  for (const add of commands) add(program, io);
  return program;
}
