/** Characters of RFC 8187's `attr-char` that `encodeURIComponent` leaves and a header must not have. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The header that makes a browser save a file under its name (RFC 6266): plain ASCII for old programs, the whole name
 * for the others. No path and no control character is left of it.
 */
export function contentDisposition(fileName: string): string {
  const name =
    Buffer.from(fileName)
      .toString()
      .replace(/[\p{Cc}\p{Cf}/\\]/gu, '_') || 'file';
  const plain = name.replace(/[^\x20-\x7e]|["%]/g, '_');
  return plain === name
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${encode(name)}`;
}
