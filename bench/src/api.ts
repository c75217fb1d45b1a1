import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Database, printLarge, printMany } from './api/print-api-results.ts';
import { measureCommand, prepareLarge, runLarge } from './api/run-large.ts';
import { runMany } from './api/run-many.ts';
import { serveMilaan } from './api/run-milaan.ts';

const USAGE = `npm run bench:api -- [--size 1000000] [--workflows 200] [--connections 8] [--seed 1]

Times a large reconciliation through the API of a server of its own, and many small ones at once.
With DATABASE_URL set, the server works on that Postgres (in a schema of its own, which stays), else on the embedded one.

  --size 0        leaves the large one out
  --workflows 0   leaves the many out`;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1000000' },
    workflows: { type: 'string', default: '200' },
    connections: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const [size, workflows, connections, seed] = [values.size, values.workflows, values.connections, values.seed].map(
  Number,
);
if (values.help || size === undefined || workflows === undefined || connections === undefined || seed === undefined) {
  console.log(USAGE);
  process.exit(0);
}

const milaan = fileURLToPath(new URL('../../packages/cli/bin/milaan.js', import.meta.url));
const outFolder = fileURLToPath(new URL('../out', import.meta.url));
const database: Database = process.env.DATABASE_URL ? 'postgres' : 'embedded';

/** So that no bound but those of the machine is met. */
const FLAGS = ['--requests-per-minute', '1000000', '--concurrency', '1000', '--tasks-per-workspace', '100000'];

/** A server with an empty state, for one part of the benchmark. */
async function onServer<Outcome>(run: (served: Awaited<ReturnType<typeof serveMilaan>>) => Promise<Outcome>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'milaan-bench-'));
  const schema = `milaan_bench_${process.pid}_${Date.now()}`;
  const served = await serveMilaan(FLAGS, ['--data-dir', dataDir, '--database-schema', schema]);
  try {
    return await run(served);
  } finally {
    await served.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const verdicts: boolean[] = [];
if (size > 0) {
  const input = prepareLarge(size, seed, outFolder);
  const command = await measureCommand(milaan, input);
  verdicts.push(printLarge(size, await onServer((served) => runLarge(served, input, command))));
}
if (workflows > 0) {
  const outcome = await onServer((served) => runMany(served, workflows, connections));
  verdicts.push(printMany(outcome, connections, database));
}
process.exitCode = verdicts.every(Boolean) ? 0 : 1;
