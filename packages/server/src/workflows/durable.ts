import type { Problem } from '@milaan/contract';
import type { WorkflowParts } from './workflow-parts.ts';

/** Thrown through a body whose work was stopped from outside: its row has ended already, or another node goes on. */
export class Stopped extends Error {
  constructor() {
    super('The work was stopped.');
    this.name = 'Stopped';
  }
}

export type StepWork<Result> = (parts: WorkflowParts, signal: AbortSignal) => Promise<Result>;

/**
 * How a body of work is carried out: each step is done at least once and its result kept, so that a body that begins
 * again after a crash, on whatever node, goes on after its last finished step. Results are plain JSON.
 */
export interface Durable {
  /** @throws WorkflowFailure, or Stopped */
  step<Result>(name: string, work: StepWork<Result>): Promise<Result>;
  /** Sends what is due to webhooks now and not at the next look. */
  sendDeliveries(ids: readonly string[]): void;
  /** Reads files side by side on whatever nodes are free. @returns why each failed, or null, in the order given */
  readFiles(ingestionIds: readonly string[]): Promise<readonly (Problem | null)[]>;
}
