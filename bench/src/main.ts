import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judge } from './quality/judge.ts';
import { judgeBars } from './run/bars.ts';
import { DEFAULT_SETS, FULL_SETS, type PreparedSet, parseSets, prepareSet, QUICK_SETS } from './run/bench-set.ts';
import { type Measurement, measure } from './run/measure.ts';
import type { SetOutcome } from './run/outcome.ts';
import { printResults } from './run/print-results.ts';

const USAGE = `npm run bench -- [--quick | --full | --sets mixed:1000000,hard:100000] [--seed N] [--repeat N] [--no-floor]

  --quick     small sets, one run each; prints only
  --full      the default sets and mixed:3000000
  --sets      these sets; prints only, unless --write
  --write     write bench/RESULTS.md`;

const { values } = parseArgs({
  options: {
    sets: { type: 'string' },
    seed: { type: 'string', default: '1' },
    repeat: { type: 'string' },
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    'no-floor': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const benchFolder = fileURLToPath(new URL('..', import.meta.url));
const outFolder = join(benchFolder, 'out');
const milaan = fileURLToPath(new URL('../../packages/cli/bin/milaan.js', import.meta.url));
const floor = fileURLToPath(new URL('./floor.js', import.meta.url));
const LARGE = 300_000;

const inputs = (prepared: PreparedSet, out: string): string[] => [
  '--purchases',
  join(prepared.folder, 'purchases.csv'),
  '--portal',
  join(prepared.folder, 'portal'),
  '--out',
  out,
];

/** The run's own account in `summary.json`: `timings`, flattened by one level. */
const stagesOf = (runFolder: string): Record<string, number> => {
  const file = join(runFolder, 'summary.json');
  if (!existsSync(file)) return {};
  const stages: Record<string, number> = {};
  const visit = (node: unknown): void => {
    for (const [name, value] of Object.entries(Object(node))) {
      if (typeof value === 'number') stages[name.replace(/Ms$/, '')] = value;
      else visit(value);
    }
  };
  visit(JSON.parse(readFileSync(file, 'utf8')).timings);
  return stages;
};

const runSet = async (prepared: PreparedSet, repeat: number): Promise<SetOutcome> => {
  const runFolder = join(prepared.folder, 'run');
  const floorFolder = join(prepared.folder, 'floor');
  const own: Measurement[] = [];
  const floors: Measurement[] = [];
  for (let run = 0; run < repeat; run++) {
    for (const folder of [runFolder, floorFolder]) rmSync(folder, { recursive: true, force: true });
    own.push(
      await measure(
        milaan,
        ['reconcile', ...inputs(prepared, runFolder), '--formats', 'jsonl', '--quiet'],
        prepared.folder,
      ),
    );
    if (!values['no-floor']) floors.push(await measure(floor, inputs(prepared, floorFolder), prepared.folder));
  }
  const { quality } = await judge(join(runFolder, 'results.jsonl.gz'), join(prepared.folder, 'truth.jsonl'));
  return { prepared, milaan: own, floor: floors, quality, stagesMs: stagesOf(runFolder) };
};

const setsText = values.sets ?? (values.quick ? QUICK_SETS : values.full ? FULL_SETS : DEFAULT_SETS);
mkdirSync(outFolder, { recursive: true });
const outcomes: SetOutcome[] = [];
for (const benchSet of parseSets(setsText)) {
  const label = `${benchSet.set}:${benchSet.size}`;
  console.error(`${label}: generating`);
  const prepared = prepareSet(benchSet, Number(values.seed), outFolder);
  const repeat = Number(values.repeat ?? (values.quick || benchSet.size > 1_000_000 ? 1 : 3));
  console.error(
    `${label}: ${repeat} ${repeat === 1 ? 'run' : 'runs'}${benchSet.size >= LARGE ? ', some minutes' : ''}`,
  );
  outcomes.push(await runSet(prepared, repeat));
}

const command = `npm run bench${setsText === DEFAULT_SETS ? '' : values.full ? ' -- --full' : ` -- --sets ${setsText}`}`;
const results = `${printResults(outcomes, command)}\n`;
console.log(results);
const isStandard = values.sets === undefined && !values.quick;
if (isStandard || values.write) writeFileSync(join(benchFolder, 'RESULTS.md'), results);
const missed = outcomes.flatMap(judgeBars).filter((bar) => !bar.passed);
console.error(missed.length === 0 ? 'Every bar is met.' : `Missed: ${missed.map((bar) => bar.what).join('; ')}`);
