import type { Clock } from '../../injected/clock.ts';
import type { StateDatabase } from '../../state/open-state.ts';
import { findVersions } from '../../state/workflow-versions.ts';

/** Looks at all workflows that somebody follows with one statement at a time, however many follow. */
export interface WorkflowWatch {
  /**
   * Resolves when a workflow has another version than `version`, when the server drains, or when the signal is aborted.
   * @throws what the database said when it cannot be asked
   */
  changed(workflowId: string, version: number, signal: AbortSignal): Promise<void>;
}

interface Waiter {
  readonly workflowId: string;
  readonly version: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Hardly noticed by people, and little work for the database. */
const LOOK_MS = 300;

export interface WatchParts {
  readonly db: StateDatabase;
  readonly clock: Clock;
  readonly admission: { readonly isDraining: boolean };
}

export function createWorkflowWatch({ db, clock, admission }: WatchParts): WorkflowWatch {
  const waiters = new Set<Waiter>();
  let isLooking = false;

  const lookOnce = async () => {
    const versions = admission.isDraining
      ? null
      : await findVersions(db, [...new Set([...waiters].map(({ workflowId }) => workflowId))]);
    for (const waiter of waiters) {
      // A waiter that came while the database was asked has not been looked for.
      if (versions !== null && (versions.get(waiter.workflowId) ?? waiter.version) === waiter.version) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  };
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      while (waiters.size > 0) {
        await clock.sleep(LOOK_MS);
        if (waiters.size > 0) await lookOnce();
      }
    } catch (error) {
      for (const { reject } of waiters) reject(error);
      waiters.clear();
    } finally {
      isLooking = false;
    }
  };

  return {
    changed: (workflowId, version, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return resolve();
        const waiter: Waiter = { workflowId, version, resolve, reject };
        waiters.add(waiter);
        signal.addEventListener(
          'abort',
          () => {
            waiters.delete(waiter);
            resolve();
          },
          { once: true },
        );
        void look();
      }),
  };
}
