/** What the client costs its users: size of the package, time to check types against it, time to load it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TSC = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url));
const ROUNDS = 7;
/** The published package may be at most this large. */
const MOST_PACKED_BYTES = 64 * 1024;

const PROGRAM = `
import { createMilaanClient, MilaanError } from '@milaan/client';
const milaan = createMilaanClient({ baseUrl: 'https://milaan.example', clientSecret: 'secret' });
const done = await milaan.reconcile([{ name: 'purchases.csv', content: '' }], { pan: 'ABCDE1234F' });
for await (const line of done.results()) line.result.matchType satisfies string;
await milaan.getConfig().catch((error: unknown) => error instanceof MilaanError && error.code);
`;

const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
/** How much longer the second takes than the first; the quickest of each counts, since noise only ever adds. */
function compare(first, second) {
  const quickest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, work] of [first, second].entries()) {
      const startedMs = performance.now();
      work();
      quickest[at] = Math.min(quickest[at], performance.now() - startedMs);
    }
  }
  return { wholeMs: quickest[1], ownMs: Math.max(0, quickest[1] - quickest[0]) };
}

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], { cwd: PACKAGE, encoding: 'utf8' }),
);
console.log(
  `packed      ${kb(packed.size)} (${packed.entryCount} files, ${kb(packed.unpackedSize)} unpacked, no dependencies)`,
);

const folder = mkdtempSync(join(tmpdir(), 'milaan-bench-client-'));
try {
  mkdirSync(join(folder, 'node_modules/@milaan'), { recursive: true });
  symlinkSync(PACKAGE, join(folder, 'node_modules/@milaan/client'), 'dir');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const check = (name, text) => {
    writeFileSync(join(folder, `${name}.ts`), text);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', '', `${name}.ts`];
    return () => execFileSync(TSC, options, { cwd: folder, stdio: 'inherit' });
  };
  const checked = compare(check('empty', 'export {};'), check('program', PROGRAM));
  console.log(`type check  ${checked.wholeMs.toFixed(0)} ms, of which ${checked.ownMs.toFixed(0)} ms are the client's`);
  const load = (name, text) => {
    writeFileSync(join(folder, `${name}.mjs`), text);
    return () => execFileSync(process.execPath, [`${name}.mjs`], { cwd: folder, stdio: 'inherit' });
  };
  const loaded = compare(load('nothing', ''), load('load', "import '@milaan/client';"));
  console.log(`load        ${loaded.ownMs.toFixed(0)} ms more than starting Node (quickest of ${ROUNDS})`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (packed.size > MOST_PACKED_BYTES) {
  console.error(`The package is larger than ${kb(MOST_PACKED_BYTES)}.`);
  process.exitCode = 1;
}
