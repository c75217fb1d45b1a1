/** A pair of surrogates, half a pair, or any other escape, so that a backslash that is itself escaped begins none. */
const ESCAPES = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\./g;
const HALF_PAIR_CHARS = '\\ud800'.length;

/**
 * Replaces halves of surrogate pairs in the escapes of a JSON text, which a remark has where it was cut in the middle of
 * an emoji. JavaScript takes them, strict parsers refuse the whole document for it.
 */
export const mendEscapes = (json: string): string =>
  json.replace(ESCAPES, (found) => (found.length === HALF_PAIR_CHARS ? '\\ufffd' : found));
