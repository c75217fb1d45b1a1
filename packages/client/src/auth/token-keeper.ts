import { errorOfDeadline } from '../errors/error-of-failure.ts';
import type { TokenSource } from '../http/call.ts';
import { unlessAborted } from '../http/call-limit.ts';
import type { Clock } from '../injected/clock.ts';
import { credentialOf } from '../settings/credential.ts';

/** A token as it was given out. */
export interface GivenToken {
  readonly text: string;
  /** When it expires, ISO 8601; null when it never does. */
  readonly validTill: string | null;
  /** What the server's clock said when it gave it out; null when it did not say. */
  readonly serverNowMs: number | null;
}

interface KeptToken {
  readonly text: string;
  /** By our own clock. */
  readonly goodUntilMs: number;
}

/** So long before its end a token is changed: a call that begins with it also ends with it. */
const MARGIN_MS = 60_000;

/**
 * How long a token is good by our own clock. Clocks differ, so the server's own time counts where it is known; a token
 * that would be over as it comes in is used until the server refuses it.
 */
function keep({ text, validTill, serverNowMs }: GivenToken, nowMs: number): KeptToken {
  const validMs = validTill === null ? Number.NaN : Date.parse(validTill) - (serverNowMs ?? nowMs);
  const isUsual = validMs > 0;
  return { text, goodUntilMs: isUsual ? nowMs + Math.max(validMs - MARGIN_MS, validMs / 2) : Number.POSITIVE_INFINITY };
}

/**
 * Keeps the one token of a client secret and gets the next one in time. A new token revokes the old one, so all calls
 * share one, and only one request for a new one is under way.
 */
export function createTokenKeeper(getToken: () => Promise<GivenToken>, clock: Clock): TokenSource {
  let kept: KeptToken | null = null;
  let coming: Promise<KeptToken> | null = null;
  const getNext = (): Promise<KeptToken> => {
    coming ??= getToken()
      .then((given) => {
        kept = keep(given, clock.nowMs());
        return kept;
      })
      .finally(() => {
        coming = null;
      });
    return coming;
  };
  return {
    canChange: true,
    async get(limit) {
      if (kept !== null && clock.nowMs() < kept.goodUntilMs) return kept.text;
      const next = await unlessAborted(getNext(), limit.signal);
      if (next !== null) return next.text;
      limit.throwIfAborted();
      throw errorOfDeadline({
        operation: 'getAuthToken',
        idempotencyKey: null,
        attempts: [],
        stoppedBecause: 'deadline',
        retryAtMs: null,
        nowMs: clock.nowMs(),
      });
    },
    forget(token) {
      if (kept?.text === token) kept = null;
    },
  };
}

/** A token of the caller's own: a fixed one, or what a function gives before each attempt. */
export const givenTokens = (token: string | (() => string | Promise<string>)): TokenSource => ({
  canChange: typeof token === 'function',
  get: async () => credentialOf('token', typeof token === 'string' ? token : await token()),
  forget: () => {},
});
