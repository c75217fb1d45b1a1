/**
 * Text from a file, made safe to print: control characters (an escape sequence could redraw the terminal) and
 * direction overrides (which make a name read as another) become `?`.
 */
export const plainText = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?');

/** `plainText`, cut to `length` characters. */
export function shortText(text: string, length: number): string {
  const characters = [...plainText(text)];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
