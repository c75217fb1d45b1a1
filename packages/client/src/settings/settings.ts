import type { OperationId } from '../generated/contract.ts';
import { type Clock, systemClock } from '../injected/clock.ts';
import { processBudgets, type RetryBudgets } from '../retry/retry-budget.ts';
import type { RetryOptions } from './call-options.ts';
import { credentialOf } from './credential.ts';

/** What the client touches of the world; replaced in tests, or where a runtime has something better. */
export interface Surroundings {
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: Clock | undefined;
  /** From 0 up to but not including 1. */
  readonly random?: (() => number) | undefined;
  readonly budgets?: RetryBudgets | undefined;
}

/** How a client is set up. */
export interface ClientSettings extends RetryOptions {
  /** The public address of the server, with its prefix if it has one: `https://milaan.example`. */
  readonly baseUrl: string;
  /** The secret that `milaan client create` showed. The client gets its tokens with it. Not for browsers. */
  readonly clientSecret?: string | undefined;
  /** An auth token, or what gives one before each attempt; in place of the secret. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Paths that differ from the contract's, for other servers of the same API: `{ getWorkflow: '/v2/runs/{workflowId}' }`. */
  readonly paths?: Readonly<Partial<Record<OperationId, string>>> | undefined;
  /** On every request, such as what a proxy wants. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly surroundings?: Surroundings | undefined;
}

/** The settings with every default filled in. */
export interface ResolvedSettings {
  readonly baseUrl: string;
  readonly clientSecret: string | null;
  readonly token: NonNullable<ClientSettings['token']> | null;
  readonly paths: Readonly<Partial<Record<OperationId, string>>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly retry: ResolvedRetry;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly budgets: RetryBudgets;
}

export interface ResolvedRetry {
  readonly maxRetries: number;
  readonly attemptTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly longestWaitMs: number;
  readonly onRetry: NonNullable<RetryOptions['onRetry']>;
}

const DEFAULT_RETRY: ResolvedRetry = {
  maxRetries: 2,
  attemptTimeoutMs: 30_000,
  totalTimeoutMs: 180_000,
  longestWaitMs: 60_000,
  onRetry: () => {},
};

const MOST_RETRIES = 100;

/** Puts the options of a call over the defaults. @throws {TypeError} naming the option that makes no sense */
export function resolveRetry(defaults: ResolvedRetry, given: RetryOptions): ResolvedRetry {
  const resolved = {
    maxRetries: given.maxRetries ?? defaults.maxRetries,
    attemptTimeoutMs: given.attemptTimeoutMs ?? defaults.attemptTimeoutMs,
    totalTimeoutMs: given.totalTimeoutMs ?? defaults.totalTimeoutMs,
    longestWaitMs: given.longestWaitMs ?? defaults.longestWaitMs,
    onRetry: given.onRetry ?? defaults.onRetry,
  };
  if (!Number.isInteger(resolved.maxRetries) || resolved.maxRetries < 0 || resolved.maxRetries > MOST_RETRIES)
    throw new TypeError(`maxRetries must be a whole number from 0 to ${MOST_RETRIES}.`);
  for (const name of ['attemptTimeoutMs', 'totalTimeoutMs'] as const)
    if (!(resolved[name] > 0)) throw new TypeError(`${name} must be more than 0.`);
  if (!(resolved.longestWaitMs >= 0)) throw new TypeError('longestWaitMs must be 0 or more.');
  return resolved;
}

function baseUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new TypeError('baseUrl must be an http or https URL without query, such as https://milaan.example.');
  return text.replace(/\/+$/, '').replace(/\/integration\/v1$/, '');
}

/** @throws {TypeError} when a setting is missing or makes no sense */
export function resolveSettings(given: ClientSettings): ResolvedSettings {
  const { clientSecret, token, surroundings = {} } = given;
  if (clientSecret !== undefined && token !== undefined)
    throw new TypeError('Give the client a clientSecret or a token, not both.');
  return {
    baseUrl: baseUrlOf(given.baseUrl),
    clientSecret: clientSecret === undefined ? null : credentialOf('clientSecret', clientSecret),
    token: typeof token === 'string' ? credentialOf('token', token) : (token ?? null),
    paths: given.paths ?? {},
    headers: given.headers ?? {},
    retry: resolveRetry(DEFAULT_RETRY, given),
    // Called as a plain function: browsers refuse a fetch that is called on another object.
    fetch: surroundings.fetch ?? ((input, init) => fetch(input, init)),
    clock: surroundings.clock ?? systemClock,
    random: surroundings.random ?? Math.random,
    budgets: surroundings.budgets ?? processBudgets,
  };
}
