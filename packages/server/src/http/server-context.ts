import type { Caller } from '../auth/caller.ts';
import type { Clock } from '../injected/clock.ts';
import type { Randomness } from '../injected/randomness.ts';
import type { CreateUlid } from '../injected/ulid.ts';
import type { JobPool } from '../jobs/job-pool.ts';
import type { ConcurrencyLimiter, LocalConcurrencyLimiter } from '../limits/concurrency.ts';
import type { Line } from '../limits/line.ts';
import type { LocalRequestLimiter, RequestLimiter } from '../limits/request-limiter.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Traces } from '../observe/traces.ts';
import type { RequestRecorder } from '../requests/create-request-recorder.ts';
import type { State } from '../state/open-state.ts';
import type { Remembered } from '../state/remembered.ts';
import type { TokenWithClient } from '../state/tokens.ts';
import type { StoredConfig } from '../state/workspace-configs.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { UrlSigner } from '../storage/url-signer.ts';
import type { WorkFolder } from '../workflows/work-folder.ts';
import type { EndReactions } from '../workflows/workflow-parts.ts';
import type { WorkflowRunner } from '../workflows/workflow-runner.ts';
import type { Admission } from './admission.ts';
import type { AnswerMaker } from './answer.ts';
import type { WorkflowWatch } from './events/watch-workflows.ts';
import type { KeysInUse } from './keys-in-use.ts';
import type { FileCache } from './results/file-cache.ts';

/** Rows that this process remembers, where it may. */
export interface Memories {
  readonly tokens: Remembered<TokenWithClient | undefined>;
  readonly configs: Remembered<StoredConfig | undefined>;
}

export interface OperationSettings {
  readonly baseUrl: string;
  readonly tokensPerDay: number;
  /** How long a token is good; `null` for ever. */
  readonly tokenLifetimeMs: number | null;
  /** Workflows, and ingestions, of one workspace that may be under way or wait. */
  readonly tasksPerWorkspace: number;
  /** Whether events may be sent to addresses of the own network. */
  readonly webhookPrivateAddresses: boolean;
}

/** Everything that the steps of a request share. Made once, by `createServerContext`. */
export interface ServerContext {
  readonly settings: OperationSettings;
  readonly state: State;
  readonly store: ObjectStore;
  /** Judges the URLs of files that this server itself serves. */
  readonly urls: UrlSigner;
  /** Heavy work in processes of its own. */
  readonly jobs: JobPool;
  /** Makes what was accepted run. */
  readonly workflows: WorkflowRunner;
  /** What follows when a workflow or an ingestion has ended. */
  readonly reactions: EndReactions;
  /** Room on the local disk for the files of jobs. */
  readonly workFolder: WorkFolder;
  /** Files of results that were asked for lately, at hand on the local disk. */
  readonly resultFiles: FileCache;
  /** Whether government data can come from anywhere but uploads. */
  readonly hasGovtDataSource: boolean;
  readonly memories: Memories;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly createUlid: CreateUlid;
  readonly answers: AnswerMaker;
  readonly admission: Admission;
  /** Whoever writes waits here for a connection, and not in the pool, which takes any number. */
  readonly writers: Line;
  readonly keysInUse: KeysInUse;
  /** Requests of each token. */
  readonly tokenLimiter: RequestLimiter;
  /** Requests without a good token, of each address. */
  readonly addressLimiter: LocalRequestLimiter;
  readonly concurrency: ConcurrencyLimiter;
  /** Those who follow workflows: their places, apart from those of requests, and the one look for all of them. */
  readonly events: { readonly places: LocalConcurrencyLimiter; readonly watch: WorkflowWatch };
  /** What became of requests. */
  readonly requests: RequestRecorder;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Traces;
}

/** The memory's name of a configuration. */
export const configKey = (workspaceId: Caller['workspaceId'], pan: string | null): string =>
  `${workspaceId}/${pan ?? ''}`;
