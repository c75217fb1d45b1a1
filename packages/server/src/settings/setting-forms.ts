import { LEAST_MEMORY_BYTES, parseMemoryBytes } from '@milaan/pipeline/memory';
import * as z from 'zod';

/** A text of a form; `message` says the form. */
export const textLike = (form: RegExp, message: string) => z.string(message).regex(form, message);

/** A number in the file, digits anywhere. Nothing else is taken for a number: an empty text or null would be 0. */
export function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  const digits = textLike(/^[0-9]{1,9}$/, message).transform(Number);
  return z
    .union([z.number(), digits], message)
    .pipe(z.number().int(message).min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));
}

export const someText = z.string('must be a text').min(1, 'must not be empty');

export const httpUrl = textLike(
  /^https?:\/\/[^/\s]+$/,
  'must be an address such as https://milaan.company.example, without a path',
);

export const trueOrFalse = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
  'must be true or false',
);

/** As a browser writes it in `Origin`; whatever else is listed would never be met. */
function isOrigin(text: string): boolean {
  if (text === '*') return true;
  if (/^https?:/.test(text)) return URL.canParse(text) && new URL(text).origin === text;
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/.test(text);
}

const ORIGINS_MESSAGE =
  'must be * or addresses such as https://app.company.example, without a path or a slash at the end';

/** A list in the file, commas elsewhere. */
export const origins = z
  .union(
    [z.array(z.string()), z.string().transform((text) => text.split(',').map((origin) => origin.trim()))],
    ORIGINS_MESSAGE,
  )
  .transform((list) => list.filter((origin) => origin !== ''))
  .refine((list) => list.every(isOrigin), ORIGINS_MESSAGE);

/** Bytes. */
export const memory = z
  .string('must be an amount of memory such as 4GB, at least 256MB')
  .transform((text) => parseMemoryBytes(text) ?? 0)
  .refine((bytes) => bytes >= LEAST_MEMORY_BYTES, 'must be an amount of memory such as 4GB, at least 256MB');
