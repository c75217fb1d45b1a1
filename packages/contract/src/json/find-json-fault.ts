type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end' | 'nothing';

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const [QUOTE, BACKSLASH, FIRST_PRINTABLE] = [0x22, 0x5c, 0x20];

/** Where the match that begins at `at` ends; `at` when there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where the string that begins at `start` ends, or where it stops being one. */
function readString(text: string, start: number): { readonly end: number; readonly isGood: boolean } {
  for (let at = start + 1; at < text.length; ) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) return { end: at + 1, isGood: true };
    const next = character === BACKSLASH ? endOf(ESCAPE, text, at) : at + 1;
    if (next === at || character < FIRST_PRINTABLE) return { end: at, isGood: false };
    at = next;
  }
  return { end: text.length, isGood: false };
}

/**
 * Where a text stops being JSON (RFC 8259): the index of the character that cannot stand there, the length of the text
 * when it ends too early, null when it is JSON. The parser of V8 says it in words that quote the text, or not at all.
 */
export function findJsonFault(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  const afterValue = (): Expected => (open.length === 0 ? 'nothing' : ', or end');
  for (let at = endOf(SPACE, text, 0); at < text.length; at = endOf(SPACE, text, at)) {
    const character = text[at];
    const isValueNext: boolean = expected === 'value' || expected === 'value or ]';
    const isNameNext: boolean = expected === 'name' || expected === 'name or }';
    if (character === '"' && (isValueNext || isNameNext)) {
      const { end, isGood } = readString(text, at);
      if (!isGood) return end;
      expected = isNameNext ? ':' : afterValue();
      at = end;
    } else if ((character === '{' || character === '[') && isValueNext) {
      open.push(character);
      expected = character === '{' ? 'name or }' : 'value or ]';
      at++;
    } else if (isEnd(character, expected, open.at(-1))) {
      open.pop();
      expected = afterValue();
      at++;
    } else if (character === ':' && expected === ':') {
      expected = 'value';
      at++;
    } else if (character === ',' && expected === ', or end') {
      expected = open.at(-1) === '{' ? 'name' : 'value';
      at++;
    } else {
      const end = isValueNext ? endOf(SCALAR, text, at) : at;
      if (end === at) return at;
      expected = afterValue();
      at = end;
    }
  }
  return expected === 'nothing' ? null : text.length;
}

const isEnd = (character: string | undefined, expected: Expected, innermost: '{' | '[' | undefined): boolean =>
  (character === '}' && innermost === '{' && (expected === 'name or }' || expected === ', or end')) ||
  (character === ']' && innermost === '[' && (expected === 'value or ]' || expected === ', or end'));
