import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';

interface DemoOptions {
  readonly out: string;
}

export function demoCommand(program: Command, io: CliIo): void {
  program
    .command('demo')
    .summary('reconcile made-up sample files and show the outcome')
    .description('Copies made-up sample files into a folder, reconciles them and shows the outcome. Needs no network.')
    .option('--out <folder>', 'where the samples and the results go', 'milaan-out')
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('./run-demo.ts');
      await runDemo(options.out, io);
    });
}
