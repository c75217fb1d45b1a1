import type { CallOptions } from '../settings/call-options.ts';

/** How to wait for a task. `totalTimeoutMs` is that of the whole wait, by default one hour. */
export interface WaitOptions<Task> extends CallOptions {
  /** Told after every look at the task, also the last. */
  readonly onProgress?: ((task: Task) => void) | undefined;
  /** How long the server may hold each answer back until the task has ended, 0 to 30; 0 for servers without `?wait=`. */
  readonly longPollSeconds?: number | undefined;
}

export const USUAL_WAIT_MS = 60 * 60_000;
/** Short where somebody watches the progress, long where only the end counts. */
export const WATCHED_POLL_SECONDS = 2;
export const UNWATCHED_POLL_SECONDS = 20;
