import { LEAST_MEMORY_BYTES, parseMemoryBytes } from '@milaan/pipeline/memory';
import { UsageError } from '../failure/usage-error.ts';

/** `4GB`, `512 MB`, `1.5GiB` to bytes. */
export function parseMemory(flag: string, text: string): number {
  const bytes = parseMemoryBytes(text);
  if (bytes === null) throw new UsageError(`${flag} must be an amount of memory such as 4GB or 512MB, not "${text}".`);
  if (bytes < LEAST_MEMORY_BYTES) throw new UsageError(`${flag} must be 256MB or more, not "${text}".`);
  return bytes;
}
