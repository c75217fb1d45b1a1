import { cp, mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultMemoryBytes } from '@milaan/pipeline/memory';
import type { CliIo } from '../cli-io.ts';
import { onReconcile } from '../reconcile/on-reconcile.ts';

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

/** The day the samples are looked at: the credit they show does not change as time goes by. */
const SAMPLES_AS_OF = '2026-11-22';

/** Reconciles the bundled samples into `out`, where a copy of them is left to look at. */
export async function runDemo(out: string, io: CliIo): Promise<void> {
  const samples = join(out, 'samples');
  await mkdir(samples, { recursive: true });
  await cp(SAMPLES, samples, { recursive: true });
  const purchases = join(samples, 'purchases-aug-to-oct-2026.csv');
  const portal = join(samples, 'gstr2b');
  io.stderr.write(
    'A made-up company with two registrations: its purchases of August to October 2026 against its GSTR-2B.\n',
  );
  io.stderr.write(
    `milaan reconcile --purchases ${purchases} --portal ${portal} --out ${out} --as-of ${SAMPLES_AS_OF}\n\n`,
  );
  await onReconcile(
    {
      purchases: [purchases],
      portal: [portal],
      out,
      gstins: [],
      booksPeriods: {},
      portalPeriods: {},
      tolerancePaise: 100,
      dateToleranceDays: 10,
      formats: ['jsonl', 'xlsx'],
      threads: availableParallelism(),
      memoryBytes: defaultMemoryBytes(),
      asOf: SAMPLES_AS_OF,
    },
    { json: false, quiet: false },
    io,
  );
}
