const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** NUL, or half of a surrogate pair; neither can be stored as text. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * What is wrong with a text that `JSON.parse` accepts: deeper than `maxDepth`, a member twice in one object, or a text
 * that cannot be stored. Null when nothing is. One pass without recursion, so hostile input costs no more than its size.
 */
export function scanJson(text: string, maxDepth: number): string | null {
  /** For each open object the names it has so far; null for an open list. */
  const open: (Set<string> | null)[] = [];
  let isNameNext = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') {
      if (open.length === maxDepth) return `it is nested deeper than ${maxDepth}`;
      open.push(character === '{' ? new Set() : null);
      isNameNext = character === '{';
    } else if (character === '}' || character === ']') {
      open.pop();
      isNameNext = false;
    } else if (character === ',') {
      isNameNext = open.at(-1) instanceof Set;
    } else if (character === '"') {
      const end = endOfString(text, at);
      const value = valueOfString(text, at, end);
      if (UNSTORABLE.test(value)) return 'it has a text with a character that cannot be stored';
      const names = open.at(-1);
      if (isNameNext && names instanceof Set) {
        if (names.has(value)) return 'it has a member twice in one object';
        names.add(value);
      }
      isNameNext = false;
      at = end;
    }
  }
  return null;
}

/** Index of the quote that ends the string that begins at `start`. The text is known to be well-formed. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

function valueOfString(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
}
