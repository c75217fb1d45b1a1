import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house/source-files.ts';
import type { CodeBlock } from './code-blocks.ts';
import { runShell } from './run-shell.ts';

const WITHIN_MS = 120_000;

/** What the compiler says about samples, each taken as a module of its own; empty text when nothing is wrong. */
export async function typeErrorsOf(samples: readonly CodeBlock[], root: string): Promise<string> {
  if (samples.length === 0) return '';
  const folder = mkdtempSync(join(root, 'types-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    module: 'NodeNext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    moduleDetection: 'force',
    types: ['node'],
    allowImportingTsExtensions: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  samples.forEach(({ path, code }, at) => {
    writeFileSync(join(folder, `${path.replaceAll(/\W/g, '-')}-${at}.ts`), code);
  });
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { exitCode, output } = await runShell(`'${process.execPath}' '${compiler}' -p .`, {
    folder,
    env: process.env,
    withinMs: WITHIN_MS,
  });
  return exitCode === 0 ? '' : output;
}
