import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Of Linux: each container counts its processes anew. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** The machine, and on it the container, in which the number of a process means this process and no other. */
export const PROCESS_SPACE = `${hostname()} ${pidNamespace()}`.trim();

/** Whether a process of this space lives that is not this one. */
export function isProcessAlive(pid: number): boolean {
  // In a container every start has the same number: then it is of an earlier one.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but someone else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
