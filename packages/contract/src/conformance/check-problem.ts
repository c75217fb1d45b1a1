import type { Metadata } from '../errors/define-errors.ts';
import { fillSentence } from '../errors/problem.ts';
import { ERRORS, type ErrorEntry, isErrorCode } from '../errors/registry.ts';
import { ProblemSchema } from '../schemas/problem.ts';
import { type Breach, createBreaches, type Whose } from './breach.ts';
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
  readonly wrong: Breach[];
  /** The code that the body names, whatever it is; null when there is none to read. */
  readonly code: string | null;
}

/** What is wrong with an error answer, its headers and its body together. */
export function checkProblem(response: ObservedResponse, whose: Whose): Verdict {
  const { headers, body } = response;
  const { found: wrong, must } = createBreaches();
  must(headers['content-type'] === 'application/problem+json', 'media-type', 'the content-type is not problem+json');
  must(headers['x-should-retry'] !== undefined, 'should-retry', 'there is no x-should-retry');
  must(response.status !== 401 || headers['www-authenticate'] !== undefined, 'challenge', 'has no www-authenticate');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    must(false, 'members', `the error body is not JSON: ${JSON.stringify(body.slice(0, 80))}`);
    return { wrong, code: null };
  }
  const parsed = ProblemSchema.safeParse(value);
  if (!parsed.success) {
    must(false, 'members', `the error body is not in shape: ${parsed.error.message}`);
    return { wrong, code: null };
  }
  const problem = parsed.data;
  const order = Object.keys(value ?? {}).join();
  must(order === MEMBERS.join(), 'members', `the members are in another order: ${order}`);
  return {
    wrong: [...wrong, ...checkFacts(response, problem), ...checkText(problem, whose), ...checkWait(headers, problem)],
    code: problem.code,
  };
}

type ProblemData = ReturnType<typeof ProblemSchema.parse>;

function checkFacts({ status, headers }: ObservedResponse, problem: ProblemData): Breach[] {
  const breaches = createBreaches();
  const must = (holds: boolean, rule: Breach['rule'], otherwise: string) =>
    breaches.must(holds, rule, `${problem.code}: ${otherwise}`);
  const entry: ErrorEntry = ERRORS[problem.code];
  const { requestId } = problem;
  must(problem.status === status && entry.status === status, 'master-row', `came with ${status}`);
  must(problem.title === entry.title, 'master-row', 'has another title');
  must(problem.retryable === entry.retryable, 'master-row', 'is retryable where the master says otherwise');
  must(requestId === headers['request-id'], 'instance', 'the body has another request id than the header');
  must(problem.instance === `/integration/v1/requests/${requestId}`, 'instance', 'the instance is another request');
  must(problem.type.endsWith(`/docs/errors/${problem.code}`), 'type', 'the type is another page');
  const shouldRetry = headers['x-should-retry'];
  must(
    shouldRetry === undefined || shouldRetry === String(problem.retryable),
    'should-retry',
    'x-should-retry differs from the body',
  );
  must(problem.code !== 'method_not_allowed' || headers.allow !== undefined, 'allow', 'has no allow');
  return breaches.found;
}

function checkText(problem: ProblemData, whose: Whose): Breach[] {
  const { found, must } = createBreaches();
  const { code, detail, metadata, errors } = problem;
  const sentence = fillSentence(ERRORS[code].detail, metadata as Metadata); // the body was JSON, so its members are
  const isOwn = detail === sentence || detail.startsWith(`${sentence} The request has `);
  must(whose === 'anyones' || isOwn, 'own', `${code}: the detail says other than the metadata: ${detail}`);
  for (const [, name = ''] of ERRORS[code].detail.matchAll(/\{(\w+)\}/g))
    must(metadata[name] !== undefined, 'metadata', `${code}: the metadata lacks ${name}`);
  must(
    errors.every((fault) => isErrorCode(fault.code)),
    'metadata',
    `${code}: a fault has an unknown code`,
  );
  must(
    errors.length <= Number(metadata.faultCount ?? errors.length),
    'metadata',
    `${code}: counts too few faults in metadata.faultCount`,
  );
  return found;
}

function checkWait(headers: ObservedResponse['headers'], { code, retryAfterMs }: ProblemData): Breach[] {
  const { found, must } = createBreaches();
  const retryAfter = headers['retry-after'];
  const mustWait = ERRORS[code].hasRetryAfter;
  if (mustWait !== (retryAfter !== undefined) || mustWait !== (retryAfterMs !== null)) {
    must(false, 'wait', `${code}: ${mustWait ? 'has no' : 'has a'} wait`);
    return found;
  }
  if (retryAfter === undefined || retryAfterMs === null) return found;
  const waitMs = Number(retryAfter) * 1000;
  must(/^[1-9][0-9]*$/.test(retryAfter), 'wait', `retry-after is ${retryAfter}`);
  must(!(waitMs < retryAfterMs), 'wait', 'retry-after is shorter than retryAfterMs');
  must(!(waitMs - retryAfterMs >= 1000), 'wait', 'retry-after is not retryAfterMs rounded up');
  const reset = /;t=([0-9]+)/.exec(headers.ratelimit ?? '')?.[1];
  must(
    reset === undefined || !(Number(retryAfter) < Number(reset)),
    'wait',
    'retry-after is shorter than t of ratelimit',
  );
  return found;
}
