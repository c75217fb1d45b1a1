/**
 * A secret or a token as a header can carry it. The line end that comes with reading it from a file is taken off.
 * @throws {TypeError} which names the setting and never shows its value
 */
export function credentialOf(name: string, text: string): string {
  const trimmed = text.trim();
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw new TypeError(`The ${name} is empty or holds what no header can carry.`);
  return trimmed;
}
