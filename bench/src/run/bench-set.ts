import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATOR_VERSION, generate, type Manifest } from '../generate/generate.ts';
import { SET_NAMES, type SetName } from '../generate/settings.ts';

export interface BenchSet {
  readonly set: SetName;
  readonly size: number;
}

export const QUICK_SETS = 'mixed:50000,hard:20000,habits-b:20000,habits-c:20000,zipf:20000,one-supplier:5000';
export const DEFAULT_SETS = 'mixed:1000000,hard:100000,habits-b:100000,habits-c:100000,zipf:100000,one-supplier:20000';
export const FULL_SETS = `${DEFAULT_SETS},mixed:3000000`;

/** `mixed:1000000,hard:100000` @throws Error for a set or size that is none. */
export const parseSets = (text: string): BenchSet[] =>
  text.split(',').map((part) => {
    const [name = '', digits = ''] = part.trim().split(':');
    const set = SET_NAMES.find((known) => known === name);
    if (set === undefined) throw new Error(`no set is called ${name}; there are ${SET_NAMES.join(', ')}`);
    if (!/^[1-9][0-9]{0,7}$/.test(digits))
      throw new Error(`${part}: write the size behind the name, as in ${set}:100000`);
    return { set, size: Number(digits) };
  });

export interface PreparedSet extends BenchSet {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The set on disk, generated unless the same one is there already. */
export const prepareSet = ({ set, size }: BenchSet, seed: number, root: string): PreparedSet => {
  const folder = join(root, `${set}-${size}-${seed}`);
  const options = { set, size, seed, multiLineShare: set === 'mixed' ? 0 : 0.1 };
  const manifestFile = join(folder, 'manifest.json');
  if (existsSync(manifestFile)) {
    const known: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
    const isSame = JSON.stringify(known.options) === JSON.stringify(options);
    if (known.version === GENERATOR_VERSION && isSame) return { set, size, folder, manifest: known };
  }
  return { set, size, folder, manifest: generate({ ...options, folder }) };
};
