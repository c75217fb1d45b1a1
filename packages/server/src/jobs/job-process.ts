import { constants, setPriority } from 'node:os';
import { InputRefused } from '@milaan/formats';
import type { JobProgress } from './job-contracts.ts';
import type { JobFailedReason } from './job-failures.ts';
import type { JobAnswer, JobOrder } from './job-messages.ts';
import { runJob } from './run-job.ts';

// The entry of a job's process: it takes orders from the server over IPC, one at a time, until the server ends it.

const PROGRESS_EVERY_MS = 100;

/** Nobody waits for the answer any more. Threads of the database may be busy, so nothing gentler ends at once. */
const end = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

const answer = (message: JobAnswer): void => {
  // The channel breaks when the server dies; the process ends then anyway.
  process.send?.(message, undefined, undefined, () => undefined);
};

const reasonOf = (error: Error): JobFailedReason => {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device/i.test(error.message)) return 'DISK_FULL';
  return /out of memory|failed to (?:allocate|pin) /i.test(error.message) ? 'OUT_OF_MEMORY' : 'INTERNAL';
};

const answerOfError = (error: unknown): JobAnswer => {
  if (error instanceof InputRefused) {
    const { code, file, message, hint = null } = error;
    return { type: 'refused', reason: code, file, message, hint };
  }
  const failure = error instanceof Error ? error : new Error(String(error));
  return { type: 'failed', reason: reasonOf(failure), message: failure.message, stack: failure.stack };
};

/** The latest progress of a stage now and then: a million rows are no reason for a million messages. */
const createProgressSender = (): ((progress: JobProgress) => void) => {
  let sentMs = Number.NEGATIVE_INFINITY;
  let stage = '';
  return (progress) => {
    const nowMs = performance.now();
    if (progress.stage === stage && nowMs - sentMs < PROGRESS_EVERY_MS) return;
    stage = progress.stage;
    sentMs = nowMs;
    answer({ type: 'progress', progress });
  };
};

async function onOrder({ kind, input }: JobOrder): Promise<void> {
  const context = { signal: new AbortController().signal, onProgress: createProgressSender() };
  try {
    const output = await runJob(kind, input, context);
    answer({ type: 'done', output, residentBytes: process.memoryUsage.rss() });
  } catch (error) {
    answer(answerOfError(error));
  }
}

// Work that takes minutes gives way to the server, whose callers wait for milliseconds.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// Ctrl-C reaches the whole group of processes; the server decides how its jobs end.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);
process.on('disconnect', end);
process.on('message', (order: JobOrder) => void onOrder(order));
if (!process.connected) end();
