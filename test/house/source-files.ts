import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const SKIPPED = new Set(['node_modules', 'dist', 'out', '.git', 'samples', 'golden', 'coverage', 'milaan-out']);

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

/** All files of the project below the given folders whose name ends so. */
export function filesBelow(folders: readonly string[], ending: string): SourceFile[] {
  return folders
    .map((folder) => join(ROOT, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [...walk(folder)])
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path: relative(ROOT, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Every TypeScript file of the project. */
export const sourceFiles = (): SourceFile[] => filesBelow(['packages', 'bench', 'test'], '.ts');

/** What a file imports, re-exports or loads: the text between the quotes. */
export function importsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:^|[\s;])(?:import|export)\b[^'";]*?from\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** `packages/formats` of `packages/formats/src/x.ts`; `bench` and `test` for those. */
export const homeOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('packages/') ? 2 : 1)
    .join('/');
