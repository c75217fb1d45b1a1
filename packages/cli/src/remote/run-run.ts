import type { ReconcileArgs, ReconcileProgress, Workflow } from '@milaan/client';
import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../failure/usage-error.ts';
import { parseAsOf } from '../options/parse-as-of.ts';
import { parsePeriodRange } from '../options/parse-periods.ts';
import { checkSamePan, parseGstins, parsePan } from '../options/parse-registrations.ts';
import { creditTable, matchTypeTable, type OutcomeFigures } from '../reconcile/outcome-tables.ts';
import { createPaint } from '../terminal/colour.ts';
import { createProgress } from '../terminal/progress.ts';
import { fetchResultFiles } from './fetch-result-files.ts';
import { openUpload } from './open-upload.ts';
import { type RemoteFlags, remoteClient } from './remote-flags.ts';

export interface RunOptions extends RemoteFlags {
  readonly pan: string;
  readonly gstin?: string[];
  readonly from?: string;
  readonly to?: string;
  readonly portalFrom?: string;
  readonly portalTo?: string;
  readonly type: '2b' | '2a';
  readonly allowMissing?: true;
  readonly asOf?: string;
  readonly out: string;
  readonly json?: true;
}

/** Both ends of a range, or none of them. */
function endsOf(flags: readonly [string, string], from: string | undefined, to: string | undefined) {
  const range = parsePeriodRange(flags, from, to);
  if ((range.from === undefined) !== (range.to === undefined))
    throw new UsageError(`${flags.join(' and ')} are given together or not at all.`);
  return range;
}

function argsOf(options: RunOptions): ReconcileArgs {
  const pan = parsePan('--pan', options.pan);
  const gstins = parseGstins('--gstin', options.gstin ?? []);
  checkSamePan(pan, gstins);
  const books = endsOf(['--from', '--to'], options.from, options.to);
  const portal = { ...books, ...endsOf(['--portal-from', '--portal-to'], options.portalFrom, options.portalTo) };
  return {
    pan,
    gstins,
    reconReturnPeriodStart: books.from,
    reconReturnPeriodEnd: books.to,
    pullReturnPeriodStart: portal.from,
    pullReturnPeriodEnd: portal.to,
    reconType: options.type === '2a' ? 'MAX_ITC_2A_PR' : 'MAX_ITC_2B_PR',
    allowMissingPeriods: options.allowMissing === true,
    asOf: options.asOf === undefined ? undefined : parseAsOf('--as-of', options.asOf),
  };
}

/** Shows both parts of the way on the terminal. */
function watch(io: CliIo, quiet: boolean) {
  const progress = createProgress(io, { quiet });
  let isUploading = true;
  return {
    onProgress(news: ReconcileProgress) {
      if (news.stage === 'uploading')
        return progress.update('uploads', { done: news.uploaded, fraction: news.uploaded / Math.max(1, news.files) });
      if (isUploading) progress.finish('uploads');
      isUploading = false;
      const { done = 0, total = null } = news.workflow.progress ?? {};
      // What is counted changes on the way: bytes, files, statements, steps, lines. The bar is enough.
      progress.update('workflow', { done: 0, ...(total ? { fraction: Math.min(1, done / total) } : {}) });
    },
    stop: () => progress.stop(),
  };
}

export async function runRun(paths: readonly string[], options: RunOptions, io: CliIo): Promise<void> {
  const args = argsOf(options);
  const milaan = remoteClient(options, io);
  const files = await Promise.all(paths.map(openUpload));
  const shown = watch(io, options.json === true);
  const { workflow } = await milaan
    .reconcile(files, args, { signal: io.signal, onProgress: shown.onProgress })
    .finally(shown.stop);
  const saved = await fetchResultFiles(milaan, workflow, options.out, io);
  io.stdout.write(options.json === true ? `${JSON.stringify(workflow, null, 2)}\n` : outcomeOf(workflow, saved, io));
}

function outcomeOf({ workflowId, summary }: Workflow, saved: readonly string[], io: CliIo): string {
  const paint = createPaint(io.stdout, io.env);
  // The contract leaves the summary open; a finished workflow of Milaan holds these figures.
  const figures = summary as unknown as OutcomeFigures;
  const tables = [...matchTypeTable(figures, paint), '', ...creditTable(figures, paint)];
  return `${[`Workflow ${workflowId}`, '', ...tables, '', 'Files', ...saved.map((path) => `  ${path}`)].join('\n')}\n`;
}
