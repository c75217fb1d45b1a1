import type { Json } from '../errors/define-errors.ts';
import { LIMITS } from '../limits.ts';
import { findJsonFault } from './find-json-fault.ts';
import { scanJson } from './scan-json.ts';

export type JsonReading = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly reason: string };

/** Where it is at fault, for whoever has to find it among a thousand lines; never what stands there. */
function reasonOf(text: string): string {
  const at = findJsonFault(text) ?? text.length;
  if (at === text.length) return 'it ends in the middle of a value';
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `it is not well-formed JSON from line ${line}, column ${at - before.lastIndexOf('\n')} on`;
}

const refused = (reason: string): JsonReading => ({ ok: false, reason });

/**
 * Reads the bytes of a body as one JSON value, as strictly as I-JSON (RFC 7493) asks: UTF-8, no member twice in one
 * object, no text that Unicode does not allow; no NUL, which a database cannot store; nesting at most `maxDepth`.
 * The reason never repeats what was sent.
 */
export function readJson(bytes: Uint8Array, maxDepth: number = LIMITS.jsonDepth): JsonReading {
  if (bytes.length === 0) return refused('it is empty');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused('it is not UTF-8');
  }
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(reasonOf(text));
  }
  const fault = scanJson(text, value, maxDepth);
  return fault === null ? { ok: true, value } : refused(fault);
}
