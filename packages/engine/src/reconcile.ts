import type { DuckDBConnection } from '@duckdb/node-api';
import { assignPairs } from './assign/assign-pairs.ts';
import { pairExactTwins } from './assign/exact-twins.ts';
import { createCandidates } from './block/create-candidates.ts';
import { createResidual } from './block/residual.ts';
import { classifyPairs } from './classify/classify-pairs.ts';
import { createLines } from './classify/create-lines.ts';
import { explainLone } from './explain/nearest.ts';
import { findDuplicates } from './group/duplicates.ts';
import { groupByNumber } from './group/group-by-number.ts';
import { groupBySum } from './group/group-by-sum.ts';
import { createGroupTables } from './group/group-store.ts';
import { chainAmendments, findPortalRepeats, findReversals } from './normalise/amendment-chains.ts';
import { keepManualLinks } from './normalise/manual-links.ts';
import { selectDocuments } from './normalise/select-documents.ts';
import type { Run, StageProgress } from './run.ts';
import { compareCandidates, scoreCandidates } from './score/score-candidates.ts';
import type { ReconcileSettings } from './settings.ts';
import { dropSpentTables } from './spent-tables.ts';
import { type ReconcileSummary, summarise } from './summarise/summarise.ts';
import { summariseSuppliers } from './summarise/summarise-suppliers.ts';

const STAGES: readonly (readonly [name: string, stage: (run: Run) => Promise<void>])[] = [
  ['select', selectDocuments],
  ['manual', keepManualLinks],
  ['amendments', chainAmendments],
  ['repeats', findPortalRepeats],
  ['reversals', findReversals],
  ['exact', pairExactTwins],
  [
    'residual',
    async (run) => {
      await createResidual(run, 'books');
      await createResidual(run, 'portal');
      await createGroupTables(run);
    },
  ],
  ['group', groupByNumber],
  ['duplicates', findDuplicates],
  ['block', createCandidates],
  ['compare', compareCandidates],
  ['score', scoreCandidates],
  ['assign', assignPairs],
  ['sum', groupBySum],
  ['classify', classifyPairs],
  ['explain', explainLone],
  ['lines', createLines],
  ['suppliers', summariseSuppliers],
];

/**
 * Reconciles the tables `books` and `portal` (DOCUMENT_COLUMNS of `@milaan/gst`) and creates the relations `result` (RESULT_COLUMNS)
 * and `supplier` (SUPPLIER_COLUMNS) on the same connection. Works in the schema `work`, which `result` reads from: keep it until the
 * results are written. The same documents in any order give the same result.
 *
 * @param signal ends the run between and within stages; the promise rejects with the signal's reason.
 */
export const reconcile = async (
  connection: DuckDBConnection,
  settings: ReconcileSettings,
  onProgress?: (progress: StageProgress) => void,
  signal?: AbortSignal,
): Promise<ReconcileSummary> => {
  const run: Run = { connection, settings, capsHit: [] };
  const stageMs: Record<string, number> = {};
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    await connection.run('DROP VIEW IF EXISTS result; DROP SCHEMA IF EXISTS work CASCADE; CREATE SCHEMA work');
    for (const [index, [name, stage]] of STAGES.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ stage: name, done: index, total: STAGES.length });
      const start = performance.now();
      await stage(run);
      await dropSpentTables(connection, name);
      stageMs[name] = Math.round(performance.now() - start);
    }
    onProgress?.({ stage: 'done', done: STAGES.length, total: STAGES.length });
    const summary = await summarise(run, stageMs);
    await dropSpentTables(connection, 'summary');
    return summary;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
};
