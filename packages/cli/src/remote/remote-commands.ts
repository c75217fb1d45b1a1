import { MATCH_TYPES } from '@milaan/gst';
import { type Command, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addRemoteFlags, type RemoteFlags } from './remote-flags.ts';
import type { ResultsOptions } from './run-results.ts';
import type { RunOptions } from './run-run.ts';
import type { WorkflowsOptions } from './run-workflows.ts';

const RUN_EXAMPLES = `
Examples:
  milaan run purchases.csv gstr2b.zip --pan ABCDE1234F --from 042026 --to 102026 --out results
  milaan run --pan ABCDE1234F --out results              reconciles what the server holds already
  milaan results wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V | head    its lines on stdout
`;

/** The commands that ask a server, through the SDK. */
export function remoteCommands(program: Command, io: CliIo): void {
  addRemoteFlags(
    program
      .command('run')
      .summary('reconcile on a server: upload, wait, fetch the results')
      .description(
        'Uploads purchase registers and portal files to a server, has them reconciled, and fetches the results.',
      )
      .argument('[files...]', 'purchase registers and portal files; none reconciles what the server holds')
      .requiredOption('--pan <pan>', 'whose registrations are reconciled')
      .option('--gstin <gstin...>', 'only these registrations of it')
      .option('--from <MMYYYY>', 'first return period of the books (default: the one configured on the server)')
      .option('--to <MMYYYY>', 'last return period of the books')
      .option('--portal-from <MMYYYY>', 'first return period of the portal (default: that of the books)')
      .option('--portal-to <MMYYYY>', 'last return period of the portal')
      .addOption(new Option('--type <type>', 'which portal statement').choices(['2b', '2a']).default('2b'))
      .option('--allow-missing', 'go on where the statement of a period is missing')
      .option('--as-of <YYYY-MM-DD>', 'as it was held and is judged on this day')
      .option('--out <folder>', 'where the results go', 'milaan-out')
      .option('--json', 'print the workflow as JSON on stdout')
      .addHelpText('after', RUN_EXAMPLES),
  ).action(async (files: string[], options: RunOptions) => {
    const { runRun } = await import('./run-run.ts');
    await runRun(files, options, io);
  });

  addRemoteFlags(
    program
      .command('workflows')
      .summary('list the reconciliations of a server')
      .description('Lists the reconciliations of a server, the newest first.')
      .option('--pan <pan>', 'only those of this PAN')
      .option('--limit <count>', 'at most so many', '20')
      .option('--json', 'print JSON on stdout'),
  ).action(async (options: WorkflowsOptions) => {
    const { runWorkflows } = await import('./run-workflows.ts');
    await runWorkflows(options, io);
  });

  addRemoteFlags(
    program
      .command('results')
      .summary('fetch the results of a reconciliation')
      .description('Prints the lines of a result on stdout as JSON Lines, or saves all its files.')
      .argument('<workflowId>', 'its id, as milaan workflows shows it')
      .option('--out <folder>', 'save report.xlsx, results.jsonl.gz and suppliers.jsonl.gz there instead')
      .addOption(new Option('--match-type <type>', 'only lines of this kind').choices(MATCH_TYPES))
      .option('--suppliers', 'the suppliers in place of the documents'),
  ).action(async (workflowId: string, options: ResultsOptions) => {
    const { runResults } = await import('./run-results.ts');
    await runResults(workflowId, options, io);
  });

  addRemoteFlags(
    program
      .command('errors')
      .summary('say what an error code means')
      .description(
        'Says what a code of the Error Code Master means and what to do, or lists all codes. Needs no secret.',
      )
      .argument('[code]', 'the code, such as workflow_pending')
      .option('--json', 'print JSON on stdout'),
  ).action(async (code: string | undefined, options: RemoteFlags & { readonly json?: true }) => {
    const { runErrors } = await import('./run-errors.ts');
    await runErrors(code, options, io);
  });

  addRemoteFlags(
    program
      .command('requests')
      .summary('say what became of a request')
      .description(
        'Says what became of a request of the last 30 days: its answer, how long it took, and the fields at fault.',
      )
      .argument('<requestId>', 'its id, as every error and the header Request-Id show it')
      .option('--json', 'print JSON on stdout'),
  ).action(async (requestId: string, options: RemoteFlags & { readonly json?: true }) => {
    const { runRequests } = await import('./run-requests.ts');
    await runRequests(requestId, options, io);
  });
}
