import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addServerFlags, type ServerFlags, settingsOf } from './server-flags.ts';

const EXAMPLES = `
Every setting can be said by flag, by environment [in brackets], or in the --config file; the first of them counts.

Examples:
  milaan serve
  milaan serve --port 9000 --base-url https://milaan.company.example
  DATABASE_URL=postgres://milaan@db/milaan milaan serve --config milaan.json

Exit codes: 0 stopped after the requests under way had finished, 1 Milaan or the machine failed, 2 wrong usage.
`;

export function serveCommand(program: Command, io: CliIo): void {
  const command = program
    .command('serve')
    .summary('serve the API')
    .description('Serves the Max ITC API until it is told to stop. The log goes to stdout, one JSON object a line.');
  addServerFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ServerFlags) => {
      const settings = settingsOf(flags, io);
      const { runServe } = await import('./run-serve.ts');
      await runServe(settings, io);
    });
}
