import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFakeIo } from '../../packages/cli/src/fake-io.ts';
import { createProgram } from '../../packages/cli/src/program.ts';
import { PURCHASE_FIELDS } from '../../packages/formats/src/purchase/purchase-fields.ts';
import { filesBelow, ROOT } from './source-files.ts';

const pages = [
  ...filesBelow(['docs'], '.md'),
  { path: 'README.md', text: readFileSync(join(ROOT, 'README.md'), 'utf8') },
  { path: 'packages/cli/samples/README.md', text: readFileSync(join(ROOT, 'packages/cli/samples/README.md'), 'utf8') },
];
const codeBlocks = (text: string): string[] =>
  [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map((match) => (match[1] ?? '').replaceAll('\\\n', ' '));

/** Every command line shown, in words. */
const commandLines = pages.flatMap(({ path, text }) =>
  codeBlocks(text)
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s#.*$/, '').trim())
    .filter((line) => line !== '')
    .flatMap((line) => line.split('&&').map((command) => ({ path, words: command.trim().split(/\s+/) }))),
);

describe('the documents', () => {
  it('show commands', () => expect(commandLines.length).toBeGreaterThan(10));

  it.each(pages.map((page) => [page.path, page.text]))('%s links to what is there', (path, text) => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target));
    const broken = targets.filter((target) => {
      const [file = '', anchor] = target.split('#');
      const page = join(ROOT, dirname(path), file);
      if (!existsSync(page)) return true;
      if (anchor === undefined) return false;
      const headings = [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) =>
        (match[1] ?? '')
          .toLowerCase()
          .replace(/[^\p{L}\p{N} -]/gu, '')
          .replaceAll(' ', '-'),
      );
      return !headings.includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('show only commands and options that exist', () => {
    const program = createProgram(createFakeIo());
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>; // npm's own shape
    };
    const wrong = commandLines.filter(({ words }) => {
      const [tool, ...rest] = words[0] === 'npx' ? words.slice(1) : words;
      if (tool === 'npm')
        return rest[0] !== 'ci' && scripts[rest[0] === 'run' ? (rest[1] ?? '') : (rest[0] ?? '')] === undefined;
      if (tool !== 'milaan') return !pagesOnlyShow(words);
      const found = program.commands.find((known) => known.name() === rest[0]);
      const command = found?.commands.find((known) => known.name() === rest[1]) ?? found;
      const flags = rest.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*$/, ''));
      return command === undefined || flags.some((flag) => !command.options.some((option) => option.long === flag));
    });
    expect(wrong.map(({ path, words }) => `${path}: ${words.join(' ')}`)).toEqual([]);
  });

  it('list every option of reconcile, and none that is not there', () => {
    const text = readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8');
    const table = text.slice(text.indexOf('## The options'), text.indexOf('Suppliers file late'));
    const listed = new Set([...table.matchAll(/--[a-z][a-z-]*/g)].map((match) => match[0]));
    const reconcile = createProgram(createFakeIo()).commands.find((command) => command.name() === 'reconcile');
    expect(listed).toEqual(new Set(reconcile?.options.map((option) => option.long)));
  });

  it('list every field of a mapping file', () => {
    const text = readFileSync(join(ROOT, 'docs/mapping-file.md'), 'utf8');
    const listed = [...text.slice(text.indexOf('## Fields')).matchAll(/^\| `(\w+)` +\| ([^|]+?) +\|/gm)];
    expect(Object.fromEntries(listed.map((match) => [match[1], match[2]]))).toEqual(
      Object.fromEntries(Object.entries(PURCHASE_FIELDS).map(([name, field]) => [name, field.title])),
    );
  });
});

/** Lines of a block that are no command of ours: JSON samples; calls of the API, which test/server runs. */
function pagesOnlyShow(words: readonly string[]): boolean {
  return /^(?:[{}\]"]|curl$)/.test(words[0] ?? '');
}
