import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A file system of so many megabytes at a path, where the tests run as root and may mount; null elsewhere. @returns what unmounts it */
export function mountSmallDisk(path: string, megabytes: number): (() => void) | null {
  try {
    mkdirSync(path, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'ignore' });
    // Lazily: a job of a server that was killed may hold it for a moment yet.
    return () => execFileSync('umount', ['-l', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
}
