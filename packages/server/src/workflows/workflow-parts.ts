import type { Clock } from '../injected/clock.ts';
import type { CreateUlid } from '../injected/ulid.ts';
import type { PortalSide } from '../jobs/job-contracts.ts';
import type { JobPool } from '../jobs/job-pool.ts';
import type { Log } from '../observe/log.ts';
import type { DeliveryRoom } from '../state/delivery-attempts.ts';
import type { State, StateDatabase } from '../state/open-state.ts';
import type { Ingestion } from '../state/tables/ingestion-tables.ts';
import type { Workflow } from '../state/tables/workflow-tables.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { WorkFolder } from './work-folder.ts';

/** What follows when something has ended, in the transaction of its end. @returns deliveries to start after the commit */
export interface EndReactions {
  onWorkflowEnded(transaction: StateDatabase, workflow: Workflow, at: Date): Promise<readonly string[]>;
  onIngestionEnded(transaction: StateDatabase, ingestion: Ingestion, at: Date): Promise<readonly string[]>;
}

/** Sends what is due to webhooks; made by `webhooks/`. */
export interface Deliveries {
  /** One attempt, which also writes down how it went and when the next is due. */
  attempt(deliveryId: string, signal: AbortSignal): Promise<void>;
  /** Deliveries whose next attempt is due, the longest due first; `attempt` is a number that no other attempt has. */
  due(now: Date, room: DeliveryRoom): Promise<readonly DueAttempt[]>;
}

export interface DueAttempt {
  readonly id: string;
  readonly webhookId: string;
  readonly attempt: number;
}

/** Government data from somewhere else than uploads. */
export interface GovtDataSource {
  /**
   * Brings what the government has of one registration and period as files of the portal's own form into the folder.
   * @returns their paths; none when there is no such statement
   * @throws WorkflowFailure with the code that says what to do
   */
  fetch(
    wanted: {
      readonly workspaceId: string;
      readonly gstin: string;
      readonly returnPeriod: string;
      readonly side: PortalSide;
    },
    folder: string,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
}

/** Everything that the steps of a workflow share. */
export interface WorkflowParts {
  readonly state: State;
  readonly store: ObjectStore;
  readonly jobs: JobPool;
  /** Where government data comes from when none was uploaded; null: nowhere. */
  readonly govtData: GovtDataSource | null;
  readonly reactions: EndReactions;
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly createUlid: CreateUlid;
  readonly log: Log;
  readonly workFolder: WorkFolder;
}
