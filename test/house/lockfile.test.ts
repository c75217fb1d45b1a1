import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// npm leaves out what a mirror does not hold for this platform, and `npm ci` then refuses the whole lock file.
it('the lock file names the binaries of every platform', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, LockedPackage>>; // npm's own shape
  };
  const isLocked = (name: string, from: string): boolean =>
    packages[`${from}/node_modules/${name}`] !== undefined || packages[`node_modules/${name}`] !== undefined;
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(name, path)),
  );
  expect(missing).toEqual([]);
});
