import { UsageError } from '../failure/usage-error.ts';

const UNIT_BYTES: Readonly<Record<string, number>> = {
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** Below this the database cannot hold its own working buffers. */
export const LEAST_MEMORY_BYTES = 256e6;

/** `4GB`, `512 MB`, `1.5GiB` to bytes. */
export function parseMemory(flag: string, text: string): number {
  const [, digits, letters] = /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*([A-Za-z]{1,3})\s*$/.exec(text) ?? [];
  const name = letters?.toUpperCase() ?? '';
  const unitBytes = UNIT_BYTES[name.length === 1 ? `${name}B` : name];
  if (digits === undefined || unitBytes === undefined)
    throw new UsageError(`${flag} must be an amount of memory such as 4GB or 512MB, not "${text}".`);
  const bytes = Math.floor(Number(digits) * unitBytes);
  if (bytes < LEAST_MEMORY_BYTES) throw new UsageError(`${flag} must be 256MB or more, not "${text}".`);
  return bytes;
}
