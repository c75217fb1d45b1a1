import type { Metadata } from '../errors/define-errors.ts';
import { fillSentence } from '../errors/problem.ts';
import { ERRORS, type ErrorEntry, isErrorCode } from '../errors/registry.ts';
import { ProblemSchema } from '../schemas/problem.ts';
import type { ObservedResponse } from './observed.ts';

/** The members of an error body and their order, as the specification shows them. */
const MEMBERS = [
  'type',
  'title',
  'status',
  'detail',
  'instance',
  'code',
  'param',
  'errors',
  'metadata',
  'requestId',
  'retryable',
  'retryAfterMs',
] as const;

interface Verdict {
  readonly wrong: string[];
  /** The code that the body names, whatever it is; null when there is none to read. */
  readonly code: string | null;
}

/** What is wrong with an error answer, its headers and its body together. */
export function checkProblem(response: ObservedResponse): Verdict {
  const { headers, body } = response;
  const wrong: string[] = [];
  if (headers['content-type'] !== 'application/problem+json') wrong.push('the content-type is not problem+json');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { wrong: [...wrong, `the error body is not JSON: ${JSON.stringify(body.slice(0, 80))}`], code: null };
  }
  const parsed = ProblemSchema.safeParse(value);
  if (!parsed.success)
    return { wrong: [...wrong, `the error body is not in shape: ${parsed.error.message}`], code: null };
  const problem = parsed.data;
  const order = Object.keys(value ?? {}).join();
  if (order !== MEMBERS.join()) wrong.push(`the members are in another order: ${order}`);
  return { wrong: [...wrong, ...checkFacts(response, problem), ...checkWait(headers, problem)], code: problem.code };
}

type ProblemData = ReturnType<typeof ProblemSchema.parse>;

function checkFacts({ status, headers }: ObservedResponse, problem: ProblemData): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, otherwise: string) => {
    if (!holds) wrong.push(`${problem.code}: ${otherwise}`);
  };
  const entry: ErrorEntry = ERRORS[problem.code];
  must(problem.status === status && entry.status === status, `came with ${status}`);
  must(problem.title === entry.title, 'has another title');
  must(problem.retryable === entry.retryable, 'is retryable where the master says otherwise');
  must(problem.requestId === headers['request-id'], 'the body has another request id than the header');
  must(problem.instance === `/integration/v1/requests/${problem.requestId}`, 'the instance is another request');
  must(problem.type.endsWith(`/docs/errors/${problem.code}`), 'the type is another page');
  must(headers['x-should-retry'] === String(problem.retryable), 'x-should-retry differs from the body');
  must(status !== 401 || headers['www-authenticate'] !== undefined, 'has no www-authenticate');
  must(problem.code !== 'method_not_allowed' || headers.allow !== undefined, 'has no allow');
  const sentence = fillSentence(entry.detail, problem.metadata as Metadata); // the body was JSON, so its members are
  must(
    problem.detail === sentence || problem.detail.startsWith(`${sentence} The request has `),
    `the detail says other than the metadata: ${problem.detail}`,
  );
  for (const [, name = ''] of entry.detail.matchAll(/\{(\w+)\}/g))
    must(problem.metadata[name] !== undefined, `the metadata lacks ${name}`);
  must(
    problem.errors.every(({ code }) => isErrorCode(code)),
    'a fault has an unknown code',
  );
  must(problem.errors.length <= Number(problem.metadata.faultCount ?? problem.errors.length), 'counts too few faults');
  return wrong;
}

function checkWait(headers: ObservedResponse['headers'], problem: ProblemData): string[] {
  const retryAfter = headers['retry-after'];
  const mustWait = ERRORS[problem.code].hasRetryAfter;
  if (mustWait !== (retryAfter !== undefined) || mustWait !== (problem.retryAfterMs !== null))
    return [`${problem.code}: ${mustWait ? 'has no' : 'has a'} wait`];
  if (retryAfter === undefined || problem.retryAfterMs === null) return [];
  const wrong: string[] = [];
  if (!/^[1-9][0-9]*$/.test(retryAfter)) wrong.push(`retry-after is ${retryAfter}`);
  if (Number(retryAfter) * 1000 < problem.retryAfterMs) wrong.push('retry-after is shorter than retryAfterMs');
  if (Number(retryAfter) * 1000 - problem.retryAfterMs >= 1000)
    wrong.push('retry-after is not retryAfterMs rounded up');
  const reset = /;t=([0-9]+)/.exec(headers.ratelimit ?? '')?.[1];
  if (reset !== undefined && Number(retryAfter) < Number(reset))
    wrong.push('retry-after is shorter than t of ratelimit');
  return wrong;
}
