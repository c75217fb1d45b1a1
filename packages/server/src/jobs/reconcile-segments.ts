import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type ReconcileSettings, type ReconcileSummary, reconcile } from '@milaan/engine';
import { writeReports, writeResultDocuments } from '@milaan/formats';
import { capNotes, createReportSummary, createTaskId, describeSettings } from '@milaan/pipeline';
import type { JobContext } from './job-context.ts';
import type { ReconcileInput, ReconcileOutput, ResultFile } from './job-contracts.ts';
import { loadBooks, loadPortal } from './load-segments.ts';
import { onDatabase } from './on-database.ts';
import { periodOrdinalSql } from './segment-file.ts';
import { sqlText, sqlTexts } from './sql-text.ts';
import { threadsFor } from './threads-for.ts';

/**
 * Reconciles segments and writes the result files. The same documents and settings give the same bytes, whatever the
 * order and cut of the segments, and those of `milaan reconcile` on the files that they came from; the report names the
 * files besides.
 */
export async function reconcileSegments(input: ReconcileInput, context: JobContext): Promise<ReconcileOutput> {
  const paths = [...input.books, ...input.portal].map(({ path }) => path);
  const threads = await threadsFor(paths, input.threads);
  return onDatabase({ ...input, threads }, context.signal, ({ main }) => reconcileOn(main, input, context));
}

async function reconcileOn(
  connection: DuckDBConnection,
  input: ReconcileInput,
  { signal, onProgress }: JobContext,
): Promise<ReconcileOutput> {
  const startedMs = performance.now();
  const { settings, deletions } = input;
  onProgress({ stage: 'read', done: 0, total: null, unit: 'documents' });
  const books = await loadBooks(connection, input.books, deletions, takesPartSql(settings));
  const portal = await loadPortal(connection, input.portal, deletions);
  const onStage = ({ done, total }: { done: number; total: number }) =>
    onProgress({ stage: 'match', done, total, unit: 'steps' });
  const outcome = await reconcile(connection, settings, onStage, signal);
  const taskId = await createTaskId(connection, settings);
  const files = await writeFiles(connection, input, outcome, taskId, { signal, onProgress });
  const engineMs = performance.now() - startedMs;
  const documents = await writeDocuments(connection, input.outFolder);
  const summary = createSummary(input, outcome, taskId, { books, portal });
  const summaryPath = join(input.outFolder, 'summary.json');
  await writeFile(summaryPath, `${JSON.stringify(summary, null, 2)}\n`);
  const summaryFile = {
    name: 'summary.json',
    path: summaryPath,
    bytes: (await stat(summaryPath)).size,
    rows: null,
  } as const;
  return {
    taskId,
    files: [...files, documents, summaryFile],
    summary,
    engineMs: Math.round(engineMs),
    totalMs: Math.round(performance.now() - startedMs),
  };
}

/** Which books documents can take part at all, as the engine selects them; the others need not be read. */
const takesPartSql = ({ booksFrom, booksTo, ownGstins, pan }: ReconcileSettings): string => {
  const ordinal = periodOrdinalSql('d.return_period');
  return [
    'true',
    ...(booksFrom === undefined ? [] : [`${ordinal} >= ${periodOrdinalSql(sqlText(booksFrom))}`]),
    ...(booksTo === undefined ? [] : [`${ordinal} <= ${periodOrdinalSql(sqlText(booksTo))}`]),
    ...(ownGstins === undefined || ownGstins.length === 0 ? [] : [`d.own_gstin IN ${sqlTexts(ownGstins)}`]),
    ...(pan === undefined ? [] : [`d.own_gstin[3:12] = ${sqlText(pan)}`]),
  ].join(' AND ');
};

const FILE_NAMES = ['results.jsonl.gz', 'suppliers.jsonl.gz', 'report.xlsx'] as const;

async function writeFiles(
  connection: DuckDBConnection,
  input: ReconcileInput,
  outcome: ReconcileSummary,
  taskId: string,
  { signal, onProgress }: JobContext,
): Promise<ResultFile[]> {
  const { settings, reconType, outFolder, threads, sources = [], notes = [] } = input;
  const { files } = await writeReports(connection, {
    taskId,
    requestType: reconType,
    summary: await createReportSummary(connection, settings, outcome, {
      inputs: sources,
      notes: [...notes, ...capNotes(outcome.capsHit)],
    }),
    outFolder,
    formats: ['jsonl', 'xlsx'],
    threads,
    signal,
    onProgress: ({ rows, totalRows }) => onProgress({ stage: 'write', done: rows, total: totalRows, unit: 'lines' }),
  });
  return files.flatMap(({ path, bytes, rows }): ResultFile[] => {
    const name = FILE_NAMES.find((known) => known === basename(path));
    return name === undefined ? [] : [{ name, path, bytes, rows }];
  });
}

async function writeDocuments(connection: DuckDBConnection, outFolder: string): Promise<ResultFile> {
  const path = join(outFolder, 'documents.parquet');
  const rows = await writeResultDocuments(connection, path);
  return { name: 'documents.parquet', path, bytes: (await stat(path)).size, rows };
}

/** As `summary.json` of the command, less what is of a time or a place. */
function createSummary(
  { settings, reconType, notes = [] }: ReconcileInput,
  outcome: ReconcileSummary,
  taskId: string,
  loaded: { readonly books: number; readonly portal: number },
): Record<string, unknown> {
  const { stageMs: _, capsHit, ...results } = outcome;
  const { pan, ownGstins = [] } = settings;
  return {
    matchingTaskId: taskId,
    reconType,
    settings: describeSettings({ pan, gstins: ownGstins, type: reconType === 'MAX_ITC_2A_PR' ? '2a' : '2b' }, settings),
    inputs: { books: { documents: loaded.books }, portal: { documents: loaded.portal } },
    notes: [...notes, ...capNotes(capsHit)],
    ...results,
    capsHit,
  };
}
