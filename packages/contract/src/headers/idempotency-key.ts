import { type Problem, problem } from '../errors/problem.ts';
import { LIMITS } from '../limits.ts';

export type IdempotencyKeyReading =
  | { readonly ok: true; readonly key: string | null }
  | { readonly ok: false; readonly problem: Problem<'idempotency_key_invalid'> };

const VISIBLE = /^[\x21-\x7e]+$/;
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * Reads `Idempotency-Key`: bare, or in double quotes as the IETF draft has it; both spell the same key. 1 to 255
 * visible ASCII characters; spaces count as visible nowhere. Null when the header is absent.
 */
export function readIdempotencyKey(header: string | undefined): IdempotencyKeyReading {
  if (header === undefined) return { ok: true, key: null };
  const quoted = QUOTED.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
  const key = quoted ?? (header.startsWith('"') ? '' : header);
  if (VISIBLE.test(key) && key.length <= LIMITS.idempotencyKeyLength) return { ok: true, key };
  const metadata = { param: 'idempotency-key', maxLength: LIMITS.idempotencyKeyLength };
  return { ok: false, problem: problem('idempotency_key_invalid', { metadata }) };
}
