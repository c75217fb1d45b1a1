import { describe, expect, it } from 'vitest';
import { filesBelow, importsOf, sourceFiles } from './source-files.ts';

const MOST_LINES = 300;
const files = sourceFiles();
const tests = files.filter((file) => file.path.endsWith('.test.ts'));
/** This file holds what it looks for. */
const others = files.filter((file) => !file.path.startsWith('test/house/'));

const pathsWhere = (list: typeof files, pattern: RegExp): string[] =>
  list.filter((file) => pattern.test(file.text)).map((file) => file.path);

describe('files', () => {
  it('are named in kebab-case', () =>
    expect(files.map((file) => file.path).filter((path) => !/^[a-z0-9/-]+(\.test)?\.ts$/.test(path))).toEqual([]));

  it(`past ${MOST_LINES} lines give the reason in their first comment`, () => {
    const long = files.filter(
      (file) => file.text.trimEnd().split('\n').length > MOST_LINES && !file.path.endsWith('.test.ts'),
    );
    const wrong = long.filter((file) => !/^(?:\/\*|\/\/).{3}[\s\S]{40}/.test(file.text));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it('import by the name of the source file', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file.text).filter((name) => name.startsWith('.') && !/\.(?:ts|mjs|json)$/.test(name)),
    );
    expect(wrong).toEqual([]);
  });

  it('name no machine and no place of work', () =>
    expect(pathsWhere(others, /\/work\/|\/tmp\/brief|\/home\/[a-z]|[A-Z]:\\Users/)).toEqual([]));
});

describe('code', () => {
  it('switches no check off', () => expect(pathsWhere(others, /@ts-(?:ignore|expect-error|nocheck)/)).toEqual([]));

  it('gives a reason where a lint rule is set aside', () =>
    expect(pathsWhere(others, /biome-ignore(?!(?:-all|-start|-end)? [\w/]+: \S{3,})/)).toEqual([]));

  it('leaves no marker for later', () => expect(pathsWhere(others, /\b(?:TODO|FIXME|XXX|HACK)\b/)).toEqual([]));
});

describe('tests', () => {
  it('all run', () =>
    expect(
      pathsWhere(tests, /\b(?:it|test|describe)\.(?:only|skip|todo|fails)\b/).filter(
        (path) => !path.startsWith('test/house/'),
      ),
    ).toEqual([]));

  it('do not sleep', () =>
    expect(
      pathsWhere(tests, /\bsetTimeout\(|\bsleep\(|timers\/promises/).filter((path) => !path.startsWith('test/house/')),
    ).toEqual([]));

  it('stand where they are run', () => {
    const elsewhere = tests.filter(({ path }) => !/^(?:packages\/[a-z0-9]+\/src|bench\/src|test)\//.test(path));
    expect(elsewhere.map(({ path }) => path)).toEqual([]);
    expect(tests.length).toBeGreaterThan(100);
  });
});

describe('documents', () => {
  const pages = [
    ...filesBelow(['docs', 'packages', 'bench'], '.md'),
    ...filesBelow(['.'], '.md').filter((file) => !file.path.includes('/')),
  ];
  it('leave no marker for later and name no machine', () =>
    expect(pathsWhere(pages, /\b(?:TODO|FIXME|TBD)\b|\/(?:home|root|Users)\/\w/)).toEqual([]));
});
