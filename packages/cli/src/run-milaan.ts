import { CommanderError } from 'commander';
import type { CliIo } from './cli-io.ts';
import { AllSaid } from './failure/all-said.ts';
import { describeFailure } from './failure/describe-failure.ts';
import { EXIT_CODES } from './failure/exit-codes.ts';
import type { Failure } from './failure/failure.ts';
import { UsageError } from './failure/usage-error.ts';
import { createProgram } from './program.ts';
import { createPaint } from './terminal/colour.ts';

/**
 * Runs one command line (without `node` and the script) and gives the exit code of EXIT_CODES, or 130 and 143 after
 * a signal. Results go to `io.stdout`, everything else to `io.stderr`; with `--json` a failure is a JSON object on
 * stdout as well.
 *
 * @example
 * await runMilaan(['inspect', 'purchases.csv'], io); // 0
 */
export async function runMilaan(args: readonly string[], io: CliIo): Promise<number> {
  const program = createProgram(io);
  try {
    if (args.length === 0) {
      program.outputHelp();
      return EXIT_CODES.usage;
    }
    await program.parseAsync(args, { from: 'user' });
    return EXIT_CODES.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.done;
    if (error instanceof CommanderError && error.code === 'commander.help') {
      // A group of commands, such as `milaan client`, without one of them.
      program.commands.find((group) => group.name() === args[0])?.outputHelp();
      return EXIT_CODES.usage;
    }
    if (error instanceof AllSaid) return error.exitCode;
    const cause = error instanceof CommanderError ? usageErrorOf(error) : error;
    const failure = await describeFailure(cause, io.signal);
    printFailure(failure, cause, args.includes('--json'), io);
    return failure.exitCode;
  }
}

function usageErrorOf(error: CommanderError): UsageError {
  const [first = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, '')}.`;
  const meant = suggestion === undefined ? undefined : suggestion.replace(/^\(|\)$/g, '');
  return new UsageError(message, meant ?? 'See milaan --help, or milaan help with the name of a command.');
}

function printFailure(failure: Failure, cause: unknown, asJson: boolean, io: CliIo): void {
  const paint = createPaint(io.stderr, io.env);
  const where = failure.file === undefined || failure.message.includes(failure.file) ? '' : `${failure.file}: `;
  io.stderr.write(`${paint('red', 'milaan:')} ${where}${failure.message}\n`);
  if (failure.hint !== undefined) io.stderr.write(`${failure.hint}\n`);
  if (io.env.MILAAN_DEBUG && cause instanceof Error) io.stderr.write(`${cause.stack}\n`);
  if (asJson) io.stdout.write(`${JSON.stringify({ error: failure }, null, 2)}\n`);
}
