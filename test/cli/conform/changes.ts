import type { ObservedResponse } from '../../../packages/contract/src/conformance/index.ts';
import type { Asked, Break } from '../../support/breaking-proxy.ts';

/** One rule that is broken, and everything that must be said to fall short, no more and no less. */
export interface Breach {
  readonly rule: string;
  /** The part or the check that is run, beside those of all answers. */
  readonly only: string;
  readonly who: 'nobody' | 'sandbox' | 'live' | 'secret';
  readonly fallsShort: readonly string[];
  readonly change: Break;
}

export const parsed = ({ body }: ObservedResponse): Record<string, unknown> => {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
};
/** A list among the members of a body; empty when there is none. */
export const listIn = (answer: ObservedResponse, name: string): readonly unknown[] => {
  const list = parsed(answer)[name];
  return Array.isArray(list) ? list : [];
};
const hasCode = (answer: ObservedResponse, ...codes: string[]): boolean => codes.includes(String(parsed(answer).code));

/** Changes the answers that a test is true of. */
export const where =
  (
    isMeant: (answer: ObservedResponse, asked: Asked) => boolean,
    change: (answer: ObservedResponse) => ReturnType<Break>,
  ): Break =>
  (answer, asked) =>
    isMeant(answer, asked) ? change(answer) : answer;

export const withStatus = (status: number) => (answer: ObservedResponse) => ({ ...answer, status });
export const without =
  (name: string) =>
  ({ headers: { [name]: _, ...headers }, ...answer }: ObservedResponse): ObservedResponse => ({ ...answer, headers });
export const withHeader =
  (name: string, value: string) =>
  (answer: ObservedResponse): ObservedResponse => ({ ...answer, headers: { ...answer.headers, [name]: value } });
export const withMembers =
  (change: object) =>
  (answer: ObservedResponse): ObservedResponse => ({
    ...answer,
    body: JSON.stringify({ ...parsed(answer), ...change }),
  });

export const code =
  (...codes: string[]) =>
  (answer: ObservedResponse) =>
    hasCode(answer, ...codes);
export const isError = (answer: ObservedResponse): boolean => answer.status >= 400;
export const at =
  (method: string, path: string) =>
  (_: ObservedResponse, asked: Asked): boolean =>
    asked.method === method && asked.path.startsWith(`/integration/v1/${path}`);
export const says = (words: RegExp) => (_: ObservedResponse, asked: Asked) => words.test(asked.bytes);
export const html = (status: number) => (): ObservedResponse => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html>no</html>',
});

/** A code that comes with a status outside the master: its own checks fall short, and the rule of all statuses. */
export const otherStatus = (
  who: Breach['who'],
  only: string,
  rule: string,
  [what, status]: readonly [code: string, status: number],
  checks: readonly string[] = [only],
): Breach => ({
  rule,
  only,
  who,
  fallsShort: [...checks, 'answer-status'],
  change: where(code(what), withStatus(status)),
});
