import { canonicalJson } from './canonical-json.ts';

/** What makes a request the same request: how it is called, where, and what it says. */
export interface FingerprintInput {
  readonly method: string;
  /** The path as it was called, with its ids. */
  readonly path: string;
  /** The body as it was sent, already read; undefined when there is none. */
  readonly body: unknown;
  /** Headers that change what the request does, such as `if-match`; those without a value are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/**
 * The text whose SHA-256 is the fingerprint of a keyed request. Requests with the same fingerprint mean the same;
 * order of members and white space do not matter.
 */
export const fingerprintText = ({ method, path, body, headers = {} }: FingerprintInput): string =>
  canonicalJson([method.toUpperCase(), path, body === undefined ? null : { body }, headers]);
