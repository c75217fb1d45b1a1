import type { Problem } from '@milaan/contract';
import { type StepWork, Stopped } from './durable.ts';
import { isOurFault, pauseBefore, problemOf, retryPolicyOf } from './failure-of.ts';
import type { WorkflowParts } from './workflow-parts.ts';

/** What a step left behind, as it is kept: failures that are told to people are results, too. */
export type StepOutcome = { readonly value: unknown } | { readonly failure: Problem } | { readonly isStopped: true };

/** The work that this process does now. */
export interface WorkHere {
  /** Bodies that run, by the ids of their rows. */
  readonly bodies: ReadonlySet<string>;
  /** Workflows and ingestions of which a step runs. */
  readonly owners: readonly string[];
  /** Runs a body and keeps count of it. */
  follow<Result>(id: string, body: () => Promise<Result>): Promise<Result>;
  /** Tries a step until it is done, has failed for good, or is stopped; never settles once the process is to end. */
  attempt(owner: string, work: StepWork<unknown>): Promise<StepOutcome>;
  /** Waits for something. What fails because the process is about to end never settles, so that no such failure is kept. */
  unlessDraining<Result>(waiting: () => Promise<Result>): Promise<Result>;
  /** Stops the steps that run for a workflow or an ingestion. */
  abort(owner: string): void;
  /** No step begins any more; those under way may finish within the time, then they are cut off. */
  drain(withinMs: number): Promise<void>;
}

/** The steps of one workflow or ingestion. */
interface OwnedSteps {
  readonly controller: AbortController;
  running: number;
}

/** Never: work whose process is about to end leaves its step unfinished, for whoever takes it over. */
const never = <Result>() => new Promise<Result>(() => {});

async function tryAgainAndAgain(
  parts: WorkflowParts,
  work: StepWork<unknown>,
  cancelled: AbortSignal,
  drained: AbortSignal,
): Promise<StepOutcome> {
  const signal = AbortSignal.any([cancelled, drained]);
  for (let attempts = 1; ; attempts++) {
    try {
      signal.throwIfAborted();
      return { value: (await work(parts, signal)) ?? null };
    } catch (error) {
      if (drained.aborted) return never();
      if (cancelled.aborted) return { isStopped: true };
      const policy = retryPolicyOf(error);
      if (attempts >= policy.attempts) {
        if (isOurFault(error)) parts.log.onFault(error, null);
        return { failure: problemOf(error) };
      }
      await parts.clock.sleep(pauseBefore(attempts + 1, policy), signal);
    }
  }
}

export function createWorkHere(parts: WorkflowParts): WorkHere {
  const bodies = new Set<string>();
  const owned = new Map<string, OwnedSteps>();
  const drained = new AbortController();
  let isDraining = false;
  let onIdle = () => {};
  const unlessDraining = async <Result>(waiting: () => Promise<Result>): Promise<Result> => {
    try {
      return await waiting();
    } catch (error) {
      if (isDraining) return never();
      throw error;
    }
  };
  return {
    unlessDraining,
    bodies,
    get owners() {
      return [...owned.keys()];
    },
    async follow(id, body) {
      bodies.add(id);
      try {
        return await unlessDraining(body);
      } finally {
        bodies.delete(id);
      }
    },
    async attempt(owner, work) {
      if (isDraining) return never();
      const steps = owned.get(owner) ?? { controller: new AbortController(), running: 0 };
      owned.set(owner, steps);
      steps.running++;
      try {
        return await tryAgainAndAgain(parts, work, steps.controller.signal, drained.signal);
      } finally {
        steps.running--;
        if (steps.running === 0) owned.delete(owner);
        if (owned.size === 0) onIdle();
      }
    },
    abort: (owner) => owned.get(owner)?.controller.abort(new Stopped()),
    async drain(withinMs) {
      isDraining = true;
      if (owned.size > 0 && withinMs > 0) {
        const giveUp = new AbortController();
        const idle = new Promise<void>((resolve) => {
          onIdle = resolve;
        });
        await Promise.race([idle, parts.clock.sleep(withinMs, giveUp.signal)]);
        giveUp.abort();
      }
      drained.abort(new Stopped());
    },
  };
}
