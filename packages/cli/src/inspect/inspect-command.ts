import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';

interface InspectOptions {
  readonly mapping?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  milaan inspect purchases.xlsx
  milaan inspect register.csv --mapping mapping.json
  milaan inspect gstr2b.json purchases.csv --json

Exit codes: 0 done, 1 Milaan or the machine failed, 2 wrong usage, 3 an input was refused.
`;

export function inspectCommand(program: Command, io: CliIo): void {
  program
    .command('inspect')
    .summary('say what a file is and how its columns are understood')
    .description(
      'Says what each file is, how its columns map, what is missing, and its first problems. Writes nothing.',
    )
    .argument('<file...>', 'purchase registers, portal files, or folders and ZIPs of portal files')
    .option('--mapping <file>', 'JSON file that says which column is which (see docs/mapping-file.md)')
    .option('--json', 'print JSON on stdout')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: InspectOptions) => {
      const { runInspect } = await import('./run-inspect.ts');
      await runInspect(
        { files, ...(options.mapping === undefined ? {} : { mappingPath: options.mapping }) },
        options.json === true,
        io,
      );
    });
}
