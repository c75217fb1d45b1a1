/** What every answer is held to, whatever was asked: each rule with what it demands, in words for an integrator. */
export const RESPONSE_RULES = {
  status: 'The status is one of the master.',
  'request-id': 'Request-Id is there: req_ and a ULID.',
  'no-store': 'Cache-Control is no-store.',
  leak: 'The body holds no stack, SQL, file path or address of a database.',
  'media-type': 'An error is application/problem+json; a success has the media type of its operation.',
  members: 'An error body has exactly the twelve members, in their order and shape.',
  'master-row': 'Status, title and retryable are those that the master gives to the code.',
  instance: 'The body names its request: requestId is the Request-Id, instance ends with it.',
  type: 'type is the page of the code: …/docs/errors/<code>.',
  metadata: 'Every variable of the detail is in metadata; every fault in errors has a code of the master.',
  'should-retry': 'X-Should-Retry is on every error and says what the body says.',
  wait: 'Retry-After is there exactly where the master waits: whole seconds from 1, retryAfterMs rounded up, not before t of RateLimit.',
  challenge: 'A 401 has WWW-Authenticate.',
  allow: 'method_not_allowed and OPTIONS have Allow.',
  promised: 'The status and the code are among those that the operation promises.',
  success: 'A success has the headers and the body of its operation.',
  'no-body': 'HEAD and OPTIONS are answered without a body.',
} as const satisfies Readonly<Record<string, string>>;

export type ResponseRule = keyof typeof RESPONSE_RULES;

/** One way in which an answer breaks the contract. */
export interface Breach {
  readonly rule: ResponseRule | 'own';
  /** What is wrong, with what came. */
  readonly what: string;
}

/**
 * Whose answer is judged. `ours` is also held to what the contract leaves open: the sentences of `detail`, which may
 * change and differ elsewhere, and a `Server` header, which a proxy adds.
 */
export type Whose = 'ours' | 'anyones';

/** Collects breaches of a part of an answer. */
export function createBreaches() {
  const found: Breach[] = [];
  return {
    found,
    must(holds: boolean, rule: Breach['rule'], otherwise: string): void {
      if (!holds) found.push({ rule, what: otherwise });
    },
  };
}
