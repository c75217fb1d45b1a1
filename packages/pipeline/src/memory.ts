import { totalmem } from 'node:os';

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

/** A million lines a side then stay below 4 GB in all, with what Node needs beside; the little that spills costs no time. */
const MOST_USEFUL_MEMORY_BYTES = 2.2e9;
/** The rest is for Node itself and for the machine's other work. */
const SHARE_OF_MACHINE = 0.6;

/** What all databases of this machine may use together. A container's own limit counts as the machine's. */
export function memoryForDatabases(): number {
  const constrained = process.constrainedMemory();
  const machineBytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.floor(machineBytes * SHARE_OF_MACHINE);
}

/** What one database may use when nothing is said, of `databases` that work at the same time. */
export const defaultMemoryBytes = (databases = 1): number =>
  Math.max(
    LEAST_MEMORY_BYTES,
    Math.min(MOST_USEFUL_MEMORY_BYTES, Math.floor(memoryForDatabases() / Math.max(1, databases))),
  );

/** `4GB`, `512 MB`, `1.5GiB` to bytes; null for anything else. */
export function parseMemoryBytes(text: string): number | null {
  const [, digits, letters] = /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*([A-Za-z]{1,3})\s*$/.exec(text) ?? [];
  const name = letters?.toUpperCase() ?? '';
  const unitBytes = UNIT_BYTES[name.length === 1 ? `${name}B` : name];
  return digits === undefined || unitBytes === undefined ? null : Math.floor(Number(digits) * unitBytes);
}
