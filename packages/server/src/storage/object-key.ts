const MOST_KEY_CHARACTERS = 512;

/** A segment begins with a letter or digit, so that it is never `.`, `..`, hidden, or an option of a command. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const PREFIX = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*\/?)?$/;

/** Whether a text can name an object: plain segments between slashes, nothing that a file system or a URL reads as more. */
export const isObjectKey = (text: string): boolean => text.length <= MOST_KEY_CHARACTERS && KEY.test(text);

/** A key that is none is a fault of ours: no text of a caller ever enters one. */
export function assertObjectKey(key: string): void {
  if (!isObjectKey(key)) throw new Error('That is not the key of an object.');
}

/** The same for the beginning of keys; empty for all of them. */
export function assertKeyPrefix(prefix: string): void {
  if (prefix.length > MOST_KEY_CHARACTERS || !PREFIX.test(prefix))
    throw new Error('That is not the beginning of keys.');
}

/** A key as one segment of a URL: no key holds a `~`, and no URL writes one otherwise. */
export const keyToSegment = (key: string): string => key.replaceAll('/', '~');

/** The key that a segment of a URL stands for, or null. */
export function keyOfSegment(segment: string): string | null {
  if (segment.includes('/')) return null;
  const key = segment.replaceAll('~', '/');
  return isObjectKey(key) ? key : null;
}
