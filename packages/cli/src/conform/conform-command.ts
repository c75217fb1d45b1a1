import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addConformOptions, type ConformOptions } from './conform-options.ts';

const DESCRIPTION = `Sends requests to any server that claims to obey the Error Code Master (this one, a proxy in front of it, another
maker's) and says where its answers fall short. Without credentials it checks what everybody can see; with those of a
sandbox client, everything. Nothing is stored, except by a sandbox client, whose keyed requests store the settings of
the workspace again as they are.`;

const HELP = `
The parts: requests, credentials, bodies, transport, master, idempotency, simulation, answers.

Examples:
  milaan conform https://milaan.company.example
  MILAAN_CLIENT_SECRET=mcs_sandbox_… milaan conform https://milaan.company.example --json
  milaan conform http://127.0.0.1:8080 --only transport

A token asked for with a client secret ends the one that the client had: use a client of its own.
Exit codes: 0 everything that was checked holds, 1 something falls short or nobody answers, 2 wrong usage.
`;

export function conformCommand(program: Command, io: CliIo): void {
  const command = program
    .command('conform')
    .summary('check any server against the contract of errors')
    .description(DESCRIPTION.replaceAll('\n', ' '))
    .argument('[url]', 'address of the server (default: http://127.0.0.1:8080) [MILAAN_URL]');
  addConformOptions(command)
    .option('--json', 'print the report as one JSON document on stdout')
    .addHelpText('after', HELP)
    .action(async (url: string | undefined, options: ConformOptions) => {
      const { runConform } = await import('./run-conform.ts');
      await runConform(url, options, io);
    });
}
