import type { ReconcileSettings, ReconcileSummary } from '@milaan/engine';
import type { InputReadings } from './read-inputs.ts';
import { runNotes } from './run-notes.ts';

export interface WrittenFile {
  /** Name inside the output folder. */
  readonly name: string;
  /** null for summary.json itself, which cannot hold its own size. */
  readonly bytes: number | null;
  /** null where the file is not made of rows. */
  readonly rows: number | null;
}

/** What was asked for, beside the settings. */
export interface RunRequest {
  readonly out: string;
  readonly pan?: string | undefined;
  readonly gstins: readonly string[];
  readonly type?: '2b' | '2a' | undefined;
}

export interface RunFacts {
  /** Of the program. */
  readonly version: string;
  readonly request: RunRequest;
  readonly settings: ReconcileSettings;
  readonly taskId: string;
  readonly readings: InputReadings;
  readonly outcome: ReconcileSummary;
  readonly files: readonly WrittenFile[];
  readonly rejectedRows: number;
  readonly reconcileMs: number;
  readonly writeMs: number;
  readonly totalMs: number;
  readonly finishedAt: Date;
}

/** What `summary.json` holds; docs/results.md explains every key. Amounts are decimal strings in rupees. */
export type RunSummary = ReturnType<typeof createRunSummary>;

export function createRunSummary(facts: RunFacts) {
  const { request, settings, readings, outcome } = facts;
  // What the engine reports under `stageMs` is shown with the other timings.
  const { stageMs, capsHit, ...results } = outcome;
  return {
    tool: { name: 'milaan', version: facts.version },
    matchingTaskId: facts.taskId,
    finishedAt: facts.finishedAt.toISOString(),
    settings: describeSettings(request, settings),
    inputs: {
      purchases: {
        lines: readings.purchases.lines,
        documents: readings.purchases.documents,
        files: readings.purchases.files,
      },
      portal: {
        documents: readings.portal.documents,
        files: readings.portal.files,
        returns: readings.portal.returns,
        ignoredFiles: readings.portal.ignoredFiles,
      },
    },
    rejectedRows: facts.rejectedRows,
    controlTotalDifferences: readings.portal.controlTotals,
    notes: runNotes({ ...readings, capsHit }),
    ...results,
    capsHit,
    outFolder: request.out,
    files: facts.files,
    timings: {
      readPurchasesMs: Math.round(readings.purchasesMs),
      readPortalMs: Math.round(readings.portalMs),
      reconcileMs: Math.round(facts.reconcileMs),
      reconcileStagesMs: stageMs,
      writeMs: Math.round(facts.writeMs),
      totalMs: Math.round(facts.totalMs),
    },
  };
}

/** What a run decided by, as summaries show it: every key is there. */
export const describeSettings = (request: Omit<RunRequest, 'out'>, settings: ReconcileSettings) => ({
  asOf: settings.asOf,
  tolerancePaise: settings.tolerancePaise,
  dateToleranceDays: settings.dateToleranceDays,
  probableTolerancePaise: settings.probableTolerancePaise,
  probableToleranceRatio: settings.probableToleranceRatio,
  booksFrom: settings.booksFrom ?? null,
  booksTo: settings.booksTo ?? null,
  portalFrom: settings.portalFrom ?? null,
  portalTo: settings.portalTo ?? null,
  pan: request.pan ?? null,
  gstins: request.gstins,
  type: request.type ?? null,
});
