import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generate/generate.ts';
import { SET_NAMES, type SetName } from './generate/settings.ts';

const USAGE = `node bench/dist/generate.js --set ${SET_NAMES.join('|')} --size N --seed N --out DIR [--multi-line SHARE]`;

const isSetName = (name: string): name is SetName => SET_NAMES.some((known) => known === name);

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'mixed' },
    size: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    'multi-line': { type: 'string', default: '0' },
  },
});
if (values.out === undefined || !isSetName(values.set)) {
  console.error(`Usage: ${USAGE}`);
  process.exit(2);
}
const manifest = generate({
  set: values.set,
  size: Number(values.size),
  seed: Number(values.seed),
  folder: resolve(values.out),
  multiLineShare: Number(values['multi-line']),
});
console.log(JSON.stringify(manifest, null, 2));
