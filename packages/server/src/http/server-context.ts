import type { Caller } from '../auth/caller.ts';
import type { Clock } from '../injected/clock.ts';
import type { Randomness } from '../injected/randomness.ts';
import type { CreateUlid } from '../injected/ulid.ts';
import type { ConcurrencyLimiter } from '../limits/concurrency.ts';
import type { Line } from '../limits/line.ts';
import type { LocalRequestLimiter, RequestLimiter } from '../limits/request-limiter.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Traces } from '../observe/traces.ts';
import type { State } from '../state/open-state.ts';
import type { Remembered } from '../state/remembered.ts';
import type { TokenWithClient } from '../state/tokens.ts';
import type { StoredConfig } from '../state/workspace-configs.ts';
import type { Admission } from './admission.ts';
import type { AnswerMaker } from './answer.ts';
import type { KeysInUse } from './keys-in-use.ts';

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
}

/** Everything that the steps of a request share. Made once, by `createServerContext`. */
export interface ServerContext {
  readonly settings: OperationSettings;
  readonly state: State;
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
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Traces;
}

/** The memory's name of a configuration. */
export const configKey = (workspaceId: Caller['workspaceId'], pan: string | null): string =>
  `${workspaceId}/${pan ?? ''}`;
