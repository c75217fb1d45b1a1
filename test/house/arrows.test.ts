import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homeOf, importsOf, ROOT, sourceFiles } from './source-files.ts';

/** Which packages of ours a package may use: the arrows of ARCHITECTURE.md, one way only. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'packages/gst': [],
  'packages/formats': ['@milaan/gst'],
  'packages/engine': ['@milaan/gst'],
  'packages/pipeline': ['@milaan/gst', '@milaan/formats', '@milaan/engine'],
  'packages/contract': ['@milaan/gst'],
  'packages/server': ['@milaan/gst', '@milaan/formats', '@milaan/engine', '@milaan/pipeline', '@milaan/contract'],
  'packages/cli': [
    '@milaan/gst',
    '@milaan/formats',
    '@milaan/engine',
    '@milaan/pipeline',
    '@milaan/server',
    '@milaan/contract',
    '@milaan/client',
  ],
  // Its tests alone know the others: the package has no dependency.
  'packages/client': ['@milaan/contract', '@milaan/server'],
  bench: ['@milaan/gst', '@milaan/formats', '@milaan/client'],
};

const files = sourceFiles();
/** Tests, and what only tests use. */
const isTest = (path: string) => /\.test\.ts$|^test\/|\/testing\//.test(path);
const packageOf = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
const isOutside = (name: string) => !name.startsWith('.') && !name.startsWith('node:');

describe('arrows between packages', () => {
  it('finds the files and what they import', () => {
    expect(new Set(files.map((file) => homeOf(file.path)))).toEqual(new Set([...Object.keys(ARROWS), 'test']));
    expect(importsOf("import type { A } from 'a';\nexport * from './b.ts';\nimport 'c';\nawait import('d');")).toEqual([
      'a',
      './b.ts',
      'c',
      'd',
    ]);
  });

  it.each(Object.entries(ARROWS))('%s uses no package of ours but %j', (home, allowed) => {
    const wrong = files
      .filter((file) => homeOf(file.path) === home)
      .flatMap((file) => importsOf(file.text).map((name) => ({ file: file.path, name })))
      .filter(({ name }) => name.startsWith('@milaan/') && !allowed.includes(packageOf(name)));
    expect(wrong).toEqual([]);
  });

  it('nothing reaches into another package by a path', () => {
    const wrong = files
      .filter((file) => homeOf(file.path) !== 'test')
      .flatMap((file) =>
        importsOf(file.text)
          .filter((name) => name.startsWith('.'))
          .map((name) => ({ file: file.path, to: posix.join(posix.dirname(file.path), name) }))
          .filter(({ to }) => homeOf(to) !== homeOf(file.path)),
      );
    expect(wrong).toEqual([]);
  });

  it('every package that is used is a declared dependency', () => {
    const wrong = Object.keys(ARROWS).flatMap((home) => {
      const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, home, 'package.json'), 'utf8')) as {
        dependencies?: Record<string, string>; // npm's own shape
      };
      return files
        .filter((file) => homeOf(file.path) === home && !isTest(file.path))
        .flatMap((file) => importsOf(file.text).filter(isOutside))
        .map(packageOf)
        .filter((name) => dependencies[name] === undefined)
        .map((name) => ({ home, name }));
    });
    expect(wrong).toEqual([]);
  });

  it('every dependency is pinned to one version', () => {
    const wrong = ['.', ...Object.keys(ARROWS)].flatMap((home) => {
      const packageFile = JSON.parse(readFileSync(join(ROOT, home, 'package.json'), 'utf8')) as {
        dependencies?: Record<string, string>; // npm's own shape
        devDependencies?: Record<string, string>;
      };
      return Object.entries({ ...packageFile.dependencies, ...packageFile.devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => ({ home, name, version }));
    });
    expect(wrong).toEqual([]);
  });
});

describe('arrows between files', () => {
  it('make no circle, but for types of what is generated', () => {
    const written = files.filter(({ path }) => !path.includes('/generated/'));
    const left = new Map(
      written.map(({ path, text }) => [
        path,
        importsOf(text)
          .filter((name) => name.startsWith('.'))
          .map((name) => posix.join(posix.dirname(path), name)),
      ]),
    );
    // In no circle is a file that imports none of those left, or that none of them imports.
    const loose = () => {
      const imported = new Set([...left.values()].flat());
      return [...left].filter(([path, imports]) => !imported.has(path) || !imports.some((name) => left.has(name)));
    };
    for (let found = loose(); found.length > 0; found = loose()) for (const [path] of found) left.delete(path);
    expect([...left.keys()]).toEqual([]);
  });
});

describe('gst is pure', () => {
  const domain = files.filter((file) => homeOf(file.path) === 'packages/gst' && !isTest(file.path));

  it('imports nothing but itself', () => {
    const wrong = domain.flatMap((file) =>
      importsOf(file.text)
        .filter((name) => !name.startsWith('.') || builtinModules.includes(name))
        .map((name) => ({ file: file.path, name })),
    );
    expect(wrong).toEqual([]);
  });

  it('knows no clock, no chance, no process', () => {
    const impure = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.|\bperformance\.|\bfetch\(/;
    expect(domain.filter((file) => impure.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});

describe('the engine', () => {
  it('knows no clock and no chance: the same input gives the same output', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandom\(\)|\buuid\(\)|\bcurrent_date\b|(?<!performance\.)\bnow\(\)/i;
    const wrong = files.filter(
      (file) => homeOf(file.path) === 'packages/engine' && !isTest(file.path) && impure.test(file.text),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });
});
