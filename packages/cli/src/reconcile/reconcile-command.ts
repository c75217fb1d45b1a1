import { availableParallelism } from 'node:os';
import { defaultMemoryBytes } from '@milaan/pipeline/memory';
import { type Command, Option } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../failure/usage-error.ts';
import { parseAsOf, todayInIndia } from '../options/parse-as-of.ts';
import { parseCount } from '../options/parse-count.ts';
import { parseFormats } from '../options/parse-formats.ts';
import { parseMemory } from '../options/parse-memory.ts';
import { parsePeriodRange } from '../options/parse-periods.ts';
import { checkSamePan, parseGstins, parsePan } from '../options/parse-registrations.ts';
import { parseTolerance } from '../options/parse-tolerance.ts';
import type { ReconcileRequest } from './reconcile-request.ts';

/** The options as typed. */
interface ReconcileOptions {
  readonly purchases?: string[];
  readonly portal?: string[];
  readonly out?: string;
  readonly pan?: string;
  readonly gstin?: string[];
  readonly from?: string;
  readonly to?: string;
  readonly portalFrom?: string;
  readonly portalTo?: string;
  readonly type?: '2b' | '2a';
  readonly tolerance: string;
  readonly days: string;
  readonly mapping?: string;
  readonly formats: string;
  readonly threads?: string;
  readonly memory?: string;
  readonly asOf?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const MOST_DAYS = 366;
const MOST_THREADS = 256;

const EXAMPLES = `
Examples:
  milaan reconcile --purchases purchases.csv --portal gstr2b.json --out results
  milaan reconcile --purchases oct.xlsx nov.xlsx --portal gstr2b-folder --out results --from 102026 --to 112026
  milaan reconcile --purchases tally.csv --portal 2b.zip --out results --gstin 27AAACA1111A1ZS --tolerance 5

Exit codes: 0 done, 1 Milaan or the machine failed, 2 wrong usage, 3 an input was refused (nothing is written).
`;

export function reconcileCommand(program: Command, io: CliIo): void {
  program
    .command('reconcile')
    .summary('pair a purchase register with GSTR-2B or GSTR-2A')
    .description(
      'Pairs every document of the purchase register with GSTR-2B (or GSTR-2A), decides the credit, and writes the results.',
    )
    .option('--purchases <file...>', 'purchase registers: CSV, XLSX or JSON (required)')
    .option('--portal <path...>', 'GSTR-2B or GSTR-2A from the portal: JSON, Excel, ZIP, or folders of them (required)')
    .option('--out <folder>', 'where the results go; made if missing, earlier results are replaced (required)')
    .option('--pan <pan>', 'only the registrations of this PAN')
    .option('--gstin <gstin...>', 'only these own registrations; one of them stands in where the register names none')
    .option('--from <MMYYYY>', 'first return period of the books')
    .option('--to <MMYYYY>', 'last return period of the books')
    .option('--portal-from <MMYYYY>', 'first return period of the portal (default: that of the books)')
    .option('--portal-to <MMYYYY>', 'last return period of the portal (default: that of the books)')
    .addOption(
      new Option('--type <type>', 'which portal statement to take (default: told from the files)').choices([
        '2b',
        '2a',
      ]),
    )
    .option('--tolerance <rupees>', 'difference per amount that still counts as equal', '1')
    .option('--days <days>', 'difference of dates that still counts as the same document', '10')
    .option('--mapping <file>', 'JSON file that says which column is which (see docs/mapping-file.md)')
    .option('--formats <list>', 'result files to write, of jsonl, xlsx, csv, parquet', 'jsonl,xlsx')
    .option('--threads <count>', 'threads to use (default: all cores)')
    .option('--memory <size>', 'memory for the database, for example 4GB; beyond it the run spills to disk')
    .option('--as-of <YYYY-MM-DD>', 'the day that time limits are judged by (default: today in India)')
    .option('--json', 'print summary.json on stdout and nothing else there')
    .option('--quiet', 'print no progress and no summary')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ReconcileOptions) => {
      const request = toRequest(options, io);
      const { onReconcile } = await import('./on-reconcile.ts');
      await onReconcile(request, { json: options.json === true, quiet: options.quiet === true }, io);
    });
}

// Not left to commander: it would complain of a missing --purchases before it names a misspelt --purchase.
function required<Value>(flag: string, value: Value | undefined): Value {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`${flag} is missing.`, 'milaan reconcile needs --purchases, --portal and --out.');
}

function toRequest(options: ReconcileOptions, io: CliIo): ReconcileRequest {
  const gstins = parseGstins('--gstin', options.gstin ?? []);
  const pan = options.pan === undefined ? undefined : parsePan('--pan', options.pan);
  checkSamePan(pan, gstins);
  const booksPeriods = parsePeriodRange(['--from', '--to'], options.from, options.to);
  return {
    purchases: required('--purchases', options.purchases),
    portal: required('--portal', options.portal),
    out: required('--out', options.out),
    ...(pan === undefined ? {} : { pan }),
    gstins,
    booksPeriods,
    portalPeriods: {
      ...booksPeriods,
      ...parsePeriodRange(['--portal-from', '--portal-to'], options.portalFrom, options.portalTo),
    },
    ...(options.type === undefined ? {} : { type: options.type }),
    tolerancePaise: parseTolerance('--tolerance', options.tolerance),
    dateToleranceDays: parseCount('--days', options.days, 0, MOST_DAYS),
    ...(options.mapping === undefined ? {} : { mappingPath: options.mapping }),
    formats: parseFormats('--formats', options.formats),
    threads:
      options.threads === undefined
        ? availableParallelism()
        : parseCount('--threads', options.threads, 1, MOST_THREADS),
    memoryBytes: options.memory === undefined ? defaultMemoryBytes() : parseMemory('--memory', options.memory),
    asOf: options.asOf === undefined ? todayInIndia(io.now()) : parseAsOf('--as-of', options.asOf),
  };
}
