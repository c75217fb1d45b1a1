import { totalmem } from 'node:os';
import { LEAST_MEMORY_BYTES } from './parse-memory.ts';

/** A million lines a side then stay below 4 GB in all, with what Node needs beside; the little that spills costs no time. */
const MOST_BYTES = 2.2e9;
/** The rest is for Node itself and for the machine's other work. */
const SHARE_OF_MACHINE = 0.6;

/** What the database may use when `--memory` is not given. A container's own limit counts as the machine's. */
export function defaultMemoryBytes(): number {
  const constrained = process.constrainedMemory();
  const machineBytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.max(LEAST_MEMORY_BYTES, Math.min(MOST_BYTES, Math.floor(machineBytes * SHARE_OF_MACHINE)));
}
