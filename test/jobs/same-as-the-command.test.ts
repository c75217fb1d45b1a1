import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { generate } from '../../bench/src/generate/generate.ts';
import { DEFAULT_SETTINGS } from '../../packages/engine/src/index.ts';
import type { ReconcileOutput, SegmentInput } from '../../packages/server/src/jobs/job-contracts.ts';
import { runJob } from '../../packages/server/src/jobs/run-job.ts';
import { createTestFolder } from '../support/folders.ts';
import { runMilaanHere } from '../support/milaan-here.ts';
import { DEMO_PORTAL, DEMO_REGISTER, reconcileRun, TALLY_PORTAL, TALLY_REGISTER } from '../support/milaan-process.ts';
import { zipBytes } from '../support/zip-bytes.ts';

const AS_OF = '2026-11-22';
const BUDGET = { threads: 2, memoryBytes: 1e9 };
const context = { signal: new AbortController().signal, onProgress: () => undefined };

const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));

/** Takes the files in one by one and reconciles what came of them. */
async function runJobs(files: readonly string[], ownGstin?: string, periods = {}): Promise<ReconcileOutput> {
  const folder = createTestFolder();
  const books: SegmentInput[] = [];
  const portal: SegmentInput[] = [];
  for (const [at, path] of files.entries()) {
    const outFolder = join(folder, `in-${at}`);
    mkdirSync(outFolder);
    const own = ownGstin === undefined ? {} : { ownGstin };
    const input = { path, fileName: `file ${at}`, gstins: null, pan: null, outFolder, ...own, ...BUDGET };
    const { segments } = await runJob('ingestFile', input, context);
    for (const segment of segments)
      (segment.side === 'BOOKS' ? books : portal).push({
        path: segment.path,
        sequence: books.length + portal.length + 1,
      });
  }
  const outFolder = join(folder, 'results');
  mkdirSync(outFolder);
  return runJob(
    'reconcile',
    {
      ...{ books, portal, deletions: [], reconType: 'MAX_ITC_2B_PR', outFolder },
      settings: { ...DEFAULT_SETTINGS, ...periods, asOf: AS_OF },
      ...BUDGET,
    },
    context,
  );
}

async function runCommand(purchases: string, portal: string, ...more: string[]): Promise<string> {
  const out = join(createTestFolder(), 'out');
  const run = reconcileRun({ purchases: [purchases], portal, out }, '--quiet', ...more);
  const { code, stderr } = await runMilaanHere(run);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return out;
}

const expectSameBytes = (output: ReconcileOutput, out: string): void => {
  for (const name of ['results.jsonl.gz', 'suppliers.jsonl.gz']) {
    const mine = output.files.find((file) => file.name === name)?.path ?? '';
    expect(gunzipSync(readFileSync(mine)).toString('utf8')).toBe(
      gunzipSync(readFileSync(join(out, name))).toString('utf8'),
    );
    expect(readFileSync(mine).equals(readFileSync(join(out, name))), name).toBe(true);
  }
};

describe('the jobs give the results of the command, byte for byte,', () => {
  it('for the samples of the demo', async () =>
    expectSameBytes(
      await runJobs([DEMO_REGISTER, ...filesIn(DEMO_PORTAL)]),
      await runCommand(DEMO_REGISTER, DEMO_PORTAL),
    ));

  it('for a register of Tally', async () =>
    expectSameBytes(
      await runJobs([TALLY_REGISTER, TALLY_PORTAL], '27AAACA1111A1ZS'),
      await runCommand(TALLY_REGISTER, TALLY_PORTAL),
    ));

  it('for one month of a register that holds several', async () => {
    const october = filesIn(DEMO_PORTAL).filter((path) => path.endsWith('102026.json'));
    const periods = { booksFrom: '102026', booksTo: '102026', portalFrom: '102026', portalTo: '102026' };
    expectSameBytes(
      await runJobs([DEMO_REGISTER, ...october], undefined, periods),
      await runCommand(DEMO_REGISTER, DEMO_PORTAL, '--from', '102026', '--to', '102026'),
    );
  });

  it('for two thousand documents of every kind', async () => {
    const folder = createTestFolder();
    generate({ set: 'mixed', size: 2_000, seed: 7, folder, multiLineShare: 0.2 });
    const purchases = join(folder, 'purchases.csv');
    const portal = join(folder, 'portal');
    const statements = join(folder, 'portal.zip');
    const entries = filesIn(portal).map((path) => ({ name: basename(path), bytes: readFileSync(path) }));
    writeFileSync(statements, zipBytes(entries));
    expectSameBytes(await runJobs([purchases, statements]), await runCommand(purchases, portal));
  });
});
