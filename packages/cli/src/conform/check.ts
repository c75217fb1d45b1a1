import type { Session } from './session.ts';

/** What is looked at together; `--only` takes one of these, or the id of one check. */
export const PARTS = {
  requests: 'paths, methods, negotiation',
  credentials: 'tokens, limits, parameters, ids',
  bodies: 'request bodies',
  transport: 'bytes on the connection',
  master: 'the list of codes and the OpenAPI document',
  idempotency: 'keys of POSTs',
  simulation: 'answers to order',
  answers: 'what every answer seen on the way has to keep',
} as const;

export type Part = keyof typeof PARTS;

/**
 * What a check cannot do without. `sandbox`: what only a sandbox client may do. `traces`: that it may leave traces in the
 * workspace, which it does for a sandbox client only. `live`: what only a live client can show.
 */
export type Needs = 'nothing' | 'secret' | 'token' | 'sandbox' | 'traces' | 'live';

/** One way in which the server falls short of a demand. */
export interface Shortfall {
  readonly sent: string;
  readonly came: string;
  readonly expected: string;
  /** Of the answer, for a look into the server's log; null when it had none. */
  readonly requestId: string | null;
}

/** That a check could not be made, and why. */
export class NotChecked {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export interface Check {
  /** Unique, in kebab-case. */
  readonly id: string;
  readonly part: Part;
  /** What the contract demands, in one sentence. */
  readonly demand: string;
  /** Where the documents say so: a page and a heading, `errors#400-bad-request`. */
  readonly docs: string;
  readonly needs: Needs;
  /** Waits for the server's patience to end, so it begins first and runs beside the others. */
  readonly isSlow?: true;
  run(session: Session): Promise<readonly Shortfall[] | NotChecked>;
}

/** Checks of one part. */
export const checksOf = (part: Part, checks: readonly Omit<Check, 'part'>[]): readonly Check[] =>
  checks.map((check) => ({ ...check, part }));
