/** How a limit stands for one caller at one moment. */
export interface LimitState {
  /** Name of the policy, letters, digits, `-` and `_`: `requests`. */
  readonly name: string;
  /** Requests per window. */
  readonly quota: number;
  readonly windowSeconds: number;
  /** Requests left now. */
  readonly remaining: number;
  /** Until there is at least one more, in milliseconds; 0 when nothing is spent. */
  readonly resetMs: number;
}

/**
 * The `RateLimit-Policy` and `RateLimit` fields (IETF draft-ietf-httpapi-ratelimit-headers). This is the one place that
 * knows their syntax, because the draft still moves:
 * `"requests";q=100;w=60` and `"requests";r=57;t=12`.
 * `t` is rounded up as `Retry-After` is, so that a failure whose wait is at least `resetMs` never names less than `t`.
 */
export const rateLimitHeaders = (state: LimitState): Readonly<Record<'ratelimit-policy' | 'ratelimit', string>> => ({
  'ratelimit-policy': `"${state.name}";q=${state.quota};w=${state.windowSeconds}`,
  ratelimit: `"${state.name}";r=${Math.max(0, Math.floor(state.remaining))};t=${Math.max(0, Math.ceil(state.resetMs / 1000))}`,
});
