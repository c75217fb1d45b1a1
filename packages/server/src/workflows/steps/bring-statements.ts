import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { JobRefused } from '../../jobs/job-failures.ts';
import { createdIngestion, hasIngestion, insertIngestions } from '../../state/ingestions.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { changeWorkflow } from '../../state/workflows.ts';
import type { MissingReturn } from '../missing-periods.ts';
import { ownIngestionIdOf } from '../object-keys.ts';
import { sideOf } from '../segments-to-read.ts';
import { failWith } from '../workflow-failure.ts';
import type { GovtDataSource, WorkflowParts } from '../workflow-parts.ts';
import { readIntoStore } from './prepare-file.ts';

/** Statements asked for at the same time: providers count requests, and sessions of the portal are slow. */
const ASKED_AT_ONCE = 4;
/** Behind every file of the list, so that what the government says now is the last word. */
const FIRST_PLACE = 1_000_000;

/** Brings what the provider has of the missing statements; nothing of it counts yet. What was brought before is kept. */
export async function bringStatements(
  parts: WorkflowParts,
  workflow: Workflow,
  missing: readonly MissingReturn[],
  source: GovtDataSource,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...missing.entries()];
  // The first failure ends the others: what they would bring has nobody who waits for it.
  const giveUp = new AbortController();
  const either = AbortSignal.any([signal, giveUp.signal]);
  let done = 0;
  const bringAll = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, wanted] = next;
      either.throwIfAborted();
      await bring(parts, workflow, { ...wanted, place: FIRST_PLACE + index }, source, either);
      const progress = { done: ++done, total: missing.length, unit: 'statements' };
      await changeWorkflow(parts.state.db, workflow.id, new Date(parts.clock.nowMs()), { progress });
    }
  };
  const endings = await Promise.allSettled(
    Array.from({ length: ASKED_AT_ONCE }, () =>
      bringAll().catch((error: unknown) => {
        giveUp.abort(error);
        throw error;
      }),
    ),
  );
  const failed = endings.find((ending) => ending.status === 'rejected');
  if (failed !== undefined) throw giveUp.signal.aborted ? giveUp.signal.reason : failed.reason;
}

async function bring(
  parts: WorkflowParts,
  { id: workflowId, workspaceId, pan, reconType, createdBy }: Workflow,
  { gstin, period, place }: MissingReturn & { readonly place: number },
  source: GovtDataSource,
  signal: AbortSignal,
): Promise<void> {
  const { state, clock, workFolder } = parts;
  const side = sideOf(reconType);
  if (gstin === null || side === null) return;
  const base = ownIngestionIdOf(workflowId, `${side}/${gstin}/${period}`);
  if (await hasIngestion(state.db, base)) return;
  await workFolder.use(async (folder) => {
    const wanted = { workspaceId, gstin, returnPeriod: period, side };
    const [path] = await source.fetch(wanted, folder, signal);
    if (path === undefined) return;
    const outFolder = join(folder, 'segments');
    await mkdir(outFolder);
    const row = createdIngestion({
      id: base,
      workspaceId,
      workflowId,
      place,
      uploadId: null,
      sourceObjectKey: null,
      fileName: `${side}-${gstin}-${period}.json`,
      args: { gstins: [gstin], pan, allowedPans: null, templateId: null },
      createdAt: new Date(clock.nowMs()),
      createdBy,
    });
    const prepared = await readIntoStore(parts, row, { path, outFolder, expects: 'PORTAL' }, { signal }).catch(
      (error: unknown) => {
        if (!(error instanceof JobRefused)) throw error;
        // No file of the caller's is at fault: the provider's answer is.
        const { reason: refusedBecause } = error;
        throw failWith('upstream_invalid_response', { metadata: { upstream: 'GST provider', refusedBecause } });
      },
    );
    await insertIngestions(state.db, [{ ...row, side: prepared.side, prepared }]);
  });
}
