import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { parsePort } from '../options/parse-port.ts';

interface DemoOptions {
  readonly out: string;
  readonly stay?: true;
  readonly port: number;
}

const DESCRIPTION = `Starts a server of its own in a temporary folder, lets a made-up company upload its purchases and its GSTR-2B
through the API, reconciles them, shows the outcome and one answer of every class of error, and ends. Needs no network.`;

export function demoCommand(program: Command, io: CliIo): void {
  program
    .command('demo')
    .summary('reconcile made-up sample files through the API and show the outcome')
    .description(DESCRIPTION.replaceAll('\n', ' '))
    .option('--out <folder>', 'where the samples and the results go', 'milaan-out')
    .option('--stay', 'leave the server running until Ctrl-C, to try it out')
    .option('--port <number>', 'where to listen; 0 takes a free port', parsePort, 0)
    .action(async ({ out, stay, port }: DemoOptions) => {
      const { runDemo } = await import('./run-demo.ts');
      await runDemo({ out, port, stays: stay === true }, io);
    });
}
