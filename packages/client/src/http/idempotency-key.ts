/** A new key: 128 random bits in hexadecimal. `crypto.randomUUID` is missing on pages without TLS, this is not. */
export const createIdempotencyKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** @throws {TypeError} when no server of the contract would take it */
export function checkIdempotencyKey(key: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(key) || key.startsWith('"'))
    throw new TypeError('An idempotency key is 1 to 255 visible ASCII characters and does not begin with a quote.');
  return key;
}
