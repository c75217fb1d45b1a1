import type { Check, Part, Shortfall } from './check.ts';

export type Verdict = 'ok' | 'falls short' | 'not checked';

/** How one check ended. */
export interface CheckResult {
  readonly id: string;
  readonly part: Part;
  readonly demand: string;
  readonly docs: string;
  readonly verdict: Verdict;
  /** Why it was not made; null when it was. */
  readonly reason: string | null;
  readonly shortfalls: readonly Shortfall[];
}

/** What `--json` prints. */
export interface Report {
  readonly url: string;
  readonly summary: { readonly hold: number; readonly fallShort: number; readonly notChecked: number };
  readonly checks: readonly CheckResult[];
}

export const resultOf = (
  { id, part, demand, docs }: Check,
  outcome: { readonly reason: string } | readonly Shortfall[],
): CheckResult => {
  const facts = { id, part, demand, docs };
  if ('reason' in outcome) return { ...facts, verdict: 'not checked', reason: outcome.reason, shortfalls: [] };
  return { ...facts, verdict: outcome.length === 0 ? 'ok' : 'falls short', reason: null, shortfalls: outcome };
};

/** Puts results together. Whatever a server said, no secret is repeated: it might have sent one back. */
export function reportOf(url: string, results: readonly CheckResult[], secrets: readonly string[]): Report {
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  const mask = (text: string) => secrets.reduce((masked, secret) => masked.replaceAll(secret, '…'), text);
  const checks = results.map((result) => ({
    ...result,
    shortfalls: result.shortfalls.map(({ sent, came, expected, requestId }) => ({
      sent: mask(sent),
      came: mask(came),
      expected: mask(expected),
      requestId: requestId === null ? null : mask(requestId),
    })),
  }));
  const summary = { hold: count('ok'), fallShort: count('falls short'), notChecked: count('not checked') };
  return { url, summary, checks };
}
