import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DEFAULT_SETTINGS, type ReconcileSettings, reconcile } from '@milaan/engine';
import { type PortalReading, type ReportOptions, writeRejectedRows, writeReports } from '@milaan/formats';
import {
  createReportSummary,
  createRunSummary,
  createTaskId,
  type Database,
  joinSides,
  openDatabase,
  type RunSummary,
  readInputs,
  rejectedNote,
  reportInputsOf,
  runNotes,
  type WrittenFile,
} from '@milaan/pipeline';
import type { CliIo } from '../cli-io.ts';
import { openStagingFolder, type StagingFolder } from '../output/staging-folder.ts';
import { staleResultFiles } from '../output/stale-result-files.ts';
import type { Progress } from '../terminal/progress.ts';
import { matchStepLabel } from '../terminal/stage-labels.ts';
import { MILAAN_VERSION } from '../version.ts';
import { checkInputs } from './check-inputs.ts';
import { createReadListener } from './read-listener.ts';
import { readMapping } from './read-mapping.ts';
import type { ReconcileRequest } from './reconcile-request.ts';

const SUMMARY_NAME = 'summary.json';
const REJECTED_ROWS_NAME = 'rejected-rows.csv';

/**
 * Reads both sides, reconciles them and puts the result files into `request.out`: all of them at the very end, or
 * none. Gives what `summary.json` holds.
 *
 * @throws UsageError, InputRefused, or what the machine throws; the output folder is then as it was.
 */
export async function runReconcile(request: ReconcileRequest, io: CliIo, progress: Progress): Promise<RunSummary> {
  io.signal.throwIfAborted();
  await checkInputs(request);
  const staging = await openStagingFolder(request.out);
  const forget = io.onForcedExit(() => staging.removeSync());
  try {
    return await runInStaging(request, staging, io, progress);
  } finally {
    await staging.remove();
    forget();
  }
}

async function runInStaging(
  request: ReconcileRequest,
  staging: StagingFolder,
  io: CliIo,
  progress: Progress,
): Promise<RunSummary> {
  const { threads, memoryBytes } = request;
  const database = await openDatabase({ threads, memoryBytes, tempFolder: staging.tempFolder }, io.signal);
  try {
    const summary = await runOnDatabase(request, database, staging, io, progress);
    io.signal.throwIfAborted();
    const names = summary.files.map((file) => file.name);
    await staging.publish(names, await staleResultFiles(request.out, names));
    return summary;
  } finally {
    database.close();
  }
}

async function runOnDatabase(
  request: ReconcileRequest,
  database: Database,
  staging: StagingFolder,
  io: CliIo,
  progress: Progress,
): Promise<RunSummary> {
  const startedMs = io.monotonicMs();
  const mapping = request.mappingPath === undefined ? undefined : await readMapping(request.mappingPath);
  const readings = await readInputs(
    { ...request, mapping },
    {
      database,
      tempFolder: staging.tempFolder,
      listener: createReadListener(progress),
      signal: io.signal,
      monotonicMs: io.monotonicMs,
    },
  );

  await joinSides(database.main);
  const settings = settingsOf(request);
  const readMs = io.monotonicMs();
  const outcome = await reconcile(
    database.main,
    settings,
    ({ stage, done, total }) =>
      progress.update('match', { done: 0, fraction: done / total, step: matchStepLabel(stage) }),
    io.signal,
  );
  progress.finish('match', outcome.booksDocuments + outcome.portalDocuments);
  const reconciledMs = io.monotonicMs();
  const taskId = await createTaskId(database.main, settings);
  const noteFacts = { ...readings, capsHit: outcome.capsHit };
  const reportFiles = await writeResultFiles(request, database, staging, io, progress, {
    taskId,
    requestType: requestTypeOf(readings.portal),
    summary: await createReportSummary(database.main, settings, outcome, {
      inputs: reportInputsOf(readings),
      notes: [...rejectedNote(noteFacts), ...runNotes(noteFacts)],
    }),
  });
  const rejectedRows = await writeRejectedRows(database.main, join(staging.filesFolder, REJECTED_ROWS_NAME));
  const endedMs = io.monotonicMs();
  const summary = createRunSummary({
    version: MILAAN_VERSION,
    request,
    settings,
    taskId,
    readings,
    outcome,
    files: [
      ...reportFiles,
      {
        name: REJECTED_ROWS_NAME,
        bytes: (await stat(join(staging.filesFolder, REJECTED_ROWS_NAME))).size,
        rows: rejectedRows,
      },
      { name: SUMMARY_NAME, bytes: null, rows: null },
    ],
    rejectedRows,
    reconcileMs: reconciledMs - readMs,
    writeMs: endedMs - reconciledMs,
    totalMs: endedMs - startedMs,
    finishedAt: io.now(),
  });
  await writeFile(join(staging.filesFolder, SUMMARY_NAME), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}

async function writeResultFiles(
  request: ReconcileRequest,
  database: Database,
  staging: StagingFolder,
  io: CliIo,
  progress: Progress,
  contents: Pick<ReportOptions, 'taskId' | 'requestType' | 'summary'>,
): Promise<WrittenFile[]> {
  let open: string | undefined;
  const onFile = (file: string | undefined) => {
    if (open !== undefined && open !== file) progress.finish(`writing ${open}`);
    open = file;
  };
  const { files } = await writeReports(database.main, {
    ...contents,
    outFolder: staging.filesFolder,
    formats: request.formats,
    threads: request.threads,
    signal: io.signal,
    onProgress: ({ file, rows, totalRows }) => {
      onFile(file);
      progress.update(`writing ${file}`, { done: rows, ...(totalRows > 0 ? { fraction: rows / totalRows } : {}) });
    },
  });
  onFile(undefined);
  return files.map(({ path, bytes, rows }) => ({ name: basename(path), bytes, rows }));
}

/** The names that the Max ITC API has for what was reconciled. */
const requestTypeOf = (portal: PortalReading): string =>
  portal.returns.every((read) => read.type === 'GSTR_2A') ? 'MAX_ITC_2A_PR' : 'MAX_ITC_2B_PR';

function settingsOf(request: ReconcileRequest): ReconcileSettings {
  const { booksPeriods: books, portalPeriods: portal } = request;
  return {
    ...DEFAULT_SETTINGS,
    tolerancePaise: request.tolerancePaise,
    dateToleranceDays: request.dateToleranceDays,
    ...(books.from === undefined ? {} : { booksFrom: books.from }),
    ...(books.to === undefined ? {} : { booksTo: books.to }),
    ...(portal.from === undefined ? {} : { portalFrom: portal.from }),
    ...(portal.to === undefined ? {} : { portalTo: portal.to }),
    ...(request.gstins.length === 0 ? {} : { ownGstins: [...request.gstins] }),
    ...(request.pan === undefined ? {} : { pan: request.pan }),
    asOf: request.asOf,
  };
}
