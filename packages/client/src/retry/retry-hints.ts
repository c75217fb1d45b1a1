/** What an answer says about when to come again. */
export interface RetryHints {
  /** `X-Should-Retry`, or the body's `retryable` where a browser hides the header. Null: it says nothing. */
  readonly shouldRetry: boolean | null;
  /** `Retry-After`, or the body's `retryAfterMs`. Above 0. */
  readonly retryAfterMs: number | null;
  /** `RateLimit`: requests left, and the time until there is one more. */
  readonly rateLimit: { readonly remaining: number; readonly resetMs: number } | null;
}

export const NO_HINTS: RetryHints = { shouldRetry: null, retryAfterMs: null, rateLimit: null };

/** The body of an error answer as far as it says when to come again. */
export interface HintingBody {
  readonly retryable?: unknown;
  readonly retryAfterMs?: unknown;
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

/**
 * Reads the hints of an answer. What is not well formed counts as absent, and so does a wait of nothing: a server that
 * asks to be called again at once would be called in a loop.
 */
export function readRetryHints(headers: Headers, body: HintingBody | null, nowMs: number): RetryHints {
  const shouldRetry = BOOLEANS[(headers.get('x-should-retry') ?? '').trim().toLowerCase()];
  return {
    shouldRetry: shouldRetry ?? (typeof body?.retryable === 'boolean' ? body.retryable : null),
    retryAfterMs: readRetryAfter(headers, nowMs) ?? positive(body?.retryAfterMs),
    rateLimit: readRateLimit(headers.get('ratelimit')),
  };
}

function readRetryAfter(headers: Headers, nowMs: number): number | null {
  const value = (headers.get('retry-after') ?? '').trim();
  if (/^\d{1,15}$/.test(value)) return positive(Number(value) * 1000);
  if (!/[A-Za-z]{3}/.test(value)) return null;
  const atMs = Date.parse(value);
  // A date is by the server's clock. Its own Date says how far that is from ours.
  const serverNowMs = Date.parse(headers.get('date') ?? '');
  return positive(atMs - (Number.isNaN(serverNowMs) ? nowMs : serverNowMs));
}

const positive = (ms: unknown): number | null => (typeof ms === 'number' && Number.isFinite(ms) && ms > 0 ? ms : null);

const parameter = (item: string, name: string): number | null => {
  const value = new RegExp(`;\\s*${name}=(\\d{1,12})(?=\\s*(?:;|$))`).exec(item)?.[1];
  return value === undefined ? null : Number(value);
};

/** `"requests";r=57;t=12`. Of several policies the one that binds: the fewest left, then the longest wait. */
function readRateLimit(value: string | null): RetryHints['rateLimit'] {
  const limits = (value ?? '').split(',').flatMap((item) => {
    const [remaining, resetSeconds] = [parameter(item, 'r'), parameter(item, 't')];
    return remaining === null ? [] : [{ remaining, resetMs: (resetSeconds ?? 0) * 1000 }];
  });
  const [binding] = limits.sort((a, b) => a.remaining - b.remaining || b.resetMs - a.resetMs);
  return binding ?? null;
}
