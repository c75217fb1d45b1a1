import type { ReconcileSettings, ReconcileSummary } from '@milaan/engine';
import { MILAAN_VERSION } from '../version.ts';
import type { InputReadings } from './read-inputs.ts';
import type { ReconcileRequest } from './reconcile-request.ts';
import { runNotes } from './run-notes.ts';

export interface WrittenFile {
  /** Name inside the output folder. */
  readonly name: string;
  /** null for summary.json itself, which cannot hold its own size. */
  readonly bytes: number | null;
  /** null where the file is not made of rows. */
  readonly rows: number | null;
}

export interface RunFacts {
  readonly request: ReconcileRequest;
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
    tool: { name: 'milaan', version: MILAAN_VERSION },
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

function describeSettings(request: ReconcileRequest, settings: ReconcileSettings) {
  return {
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
  };
}
