import type { CliIo } from '../cli-io.ts';
import { createProgress } from '../terminal/progress.ts';
import { printOutcome } from './print-outcome.ts';
import type { ReconcileRequest } from './reconcile-request.ts';
import { runReconcile } from './run-reconcile.ts';

export interface OutputMode {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Runs a request and prints its outcome as the mode says. */
export async function onReconcile(request: ReconcileRequest, mode: OutputMode, io: CliIo): Promise<void> {
  const progress = createProgress(io, mode);
  try {
    const summary = await runReconcile(request, io, progress);
    progress.stop();
    if (mode.json) io.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
    else if (!mode.quiet) printOutcome(summary, io);
  } finally {
    progress.stop();
  }
}
