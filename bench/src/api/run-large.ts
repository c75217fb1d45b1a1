import { createWriteStream, existsSync, openAsBlob, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createMilaanClient, type MilaanClient } from '@milaan/client';
import { prepareSet } from '../run/bench-set.ts';
import { type Measurement, measure } from '../run/measure.ts';
import type { ServedMilaan } from './run-milaan.ts';
import { type UsedResources, watchProcesses } from './watch-processes.ts';
import { zipFolder } from './zip-folder.ts';

/** The periods of a generated set: twelve months up to October 2026. */
const FIRST_PERIOD = '112025';
const LAST_PERIOD = '102026';

export interface LargeOutcome {
  /** `milaan reconcile` on the same files. */
  readonly command: Measurement;
  readonly uploadSeconds: number;
  /** From the trigger until its end was known. */
  readonly workflowSeconds: number;
  readonly downloadSeconds: number;
  readonly totalSeconds: number;
  /** By the server and its jobs. */
  readonly used: UsedResources | null;
  readonly lines: number;
}

interface LargeInput {
  readonly folder: string;
  readonly pan: string;
  readonly purchases: string;
  readonly portal: string;
}

/** The set on disk, its statements in one ZIP as people upload them. */
export function prepareLarge(size: number, seed: number, root: string): LargeInput {
  const { folder } = prepareSet({ set: 'mixed', size }, seed, root);
  const portal = join(folder, 'portal.zip');
  const names = readdirSync(join(folder, 'portal'));
  if (!existsSync(portal)) zipFolder(join(folder, 'portal'), portal);
  return { folder, pan: names[0]?.slice(2, 12) ?? '', purchases: join(folder, 'purchases.csv'), portal };
}

/** What the command itself needs for the same files and the same result files. */
export async function measureCommand(
  milaan: string,
  { folder, purchases, portal, pan }: LargeInput,
): Promise<Measurement> {
  const out = join(folder, 'command');
  const ranges = ['--pan', pan, '--from', FIRST_PERIOD, '--to', LAST_PERIOD];
  const args = ['reconcile', '--purchases', purchases, '--portal', portal, '--out', out, ...ranges, '--quiet'];
  const measured = await measure(milaan, args, folder);
  rmSync(out, { recursive: true, force: true });
  return measured;
}

const secondsSince = (startedMs: number): number => (performance.now() - startedMs) / 1000;

/** Uploads both files, has them reconciled and fetches the results, as a connector does. */
export async function runLarge(served: ServedMilaan, input: LargeInput, command: Measurement): Promise<LargeOutcome> {
  const milaan = createMilaanClient({ baseUrl: served.url, clientSecret: served.secret });
  const watch = watchProcesses(served.pid);
  const startedMs = performance.now();
  const fileList = await Promise.all([
    milaan.upload({ name: 'purchases.csv', content: await openAsBlob(input.purchases) }),
    milaan.upload({ name: 'statements.zip', content: await openAsBlob(input.portal), templateType: 'gstr2b' }),
  ]);
  const uploadSeconds = secondsSince(startedMs);
  const triggeredMs = performance.now();
  const workflow = await milaan.triggerAndWait(
    {
      fileList,
      userInputArgs: {
        pan: input.pan,
        ...{ pullReturnPeriodStart: FIRST_PERIOD, pullReturnPeriodEnd: LAST_PERIOD },
        ...{ reconReturnPeriodStart: FIRST_PERIOD, reconReturnPeriodEnd: LAST_PERIOD },
        allowMissingPeriods: true,
      },
    },
    { totalTimeoutMs: 60 * 60_000 },
  );
  const workflowSeconds = secondsSince(triggeredMs);
  const downloadedMs = performance.now();
  const { reconResultsFileUrl, reconResultsVendorFileUrl, reportUrl } = workflow.reconStatus;
  for (const [at, url] of [reconResultsFileUrl, reconResultsVendorFileUrl, reportUrl].entries())
    await download(milaan, url ?? '', join(input.folder, `downloaded-${at}`));
  const used = watch.stop();
  return {
    ...{ command, uploadSeconds, workflowSeconds, used },
    downloadSeconds: secondsSince(downloadedMs),
    totalSeconds: secondsSince(startedMs),
    lines: Number(workflow.summary?.lines),
  };
}

async function download(milaan: MilaanClient, url: string, path: string): Promise<void> {
  await pipeline(Readable.from(milaan.download(url)), createWriteStream(path));
  rmSync(path);
}
