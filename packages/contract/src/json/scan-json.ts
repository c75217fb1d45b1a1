import type { Json } from '../errors/define-errors.ts';

const [QUOTE, COLON, BACKSLASH, OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [
  0x22, 0x3a, 0x5c, 0x5b, 0x7b, 0x5d, 0x7d,
];

/** Escapes that may stand for NUL or for half of a surrogate pair; written plainly neither gets past UTF-8 and the parser. */
const SUSPECT_ESCAPE = /\\u(?:0000|d[89a-f])/i;
const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * What is wrong with a text that `JSON.parse` accepts as `value`: deeper than `maxDepth`, a member twice in one object,
 * or a text that cannot be stored. Null when nothing is. Costs about what the parsing costs, however hostile the input.
 */
export function scanJson(text: string, value: Json, maxDepth: number): string | null {
  let depth = 0;
  let nameCount = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === COLON) nameCount++;
    else if (character === OPEN_OBJECT || character === OPEN_LIST) {
      if (++depth > maxDepth) return `it is nested deeper than ${maxDepth}`;
    } else if (character === CLOSE_OBJECT || character === CLOSE_LIST) depth--;
  }
  // Of a name that comes twice the parser keeps one.
  if (nameCount !== memberCount(value)) return 'it has a member twice in one object';
  if (SUSPECT_ESCAPE.test(text) && hasUnstorable(value)) return 'it has a text with a character that cannot be stored';
  return null;
}

/** Index of the quote that ends the string that begins at `start`. The text is known to be well-formed. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
}

function memberCount(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  let count = Array.isArray(value) ? 0 : members.length;
  for (const member of members) if (typeof member === 'object') count += memberCount(member);
  return count;
}

function hasUnstorable(value: Json): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, member]) => UNSTORABLE.test(name) || hasUnstorable(member));
}
