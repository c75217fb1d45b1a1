import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeEmbeddedDatabase } from '../../packages/server/src/testing/embedded-template.ts';
import { freePort } from '../../packages/server/src/testing/free-port.ts';
import { type CodeBlock, codeBlocks } from './code-blocks.ts';
import { runShell } from './run-shell.ts';
import { placePurchases, placeSampleFiles } from './sample-files.ts';
import { typeErrorsOf } from './type-errors-of.ts';

const PAGE_PORT = '8080';
const WITHIN_MS = 480_000;

/** What a page takes for granted: said in its text, done here. */
const BEFORE: Readonly<Record<string, string>> = {
  'docs/backup.md': 'npx milaan client create --workspace "Company Ltd" --name SAP',
  'docs/asking.md': `npx milaan serve > server.log &
curl -sf -o /dev/null --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:${PAGE_PORT}/health/ready`,
};

/** A phrase of the last thing that a page shows, so that a page cannot end well without having done its work. */
const SHOWN_AT_THE_END: Readonly<Record<string, RegExp>> = {
  'docs/getting-started.md': /WORKFLOW_COMPLETED[\s\S]+"matchType":"/,
  'docs/api.md': /WORKFLOW_COMPLETED[\s\S]+heldData\.deleted ERP/,
  'docs/webhooks.md': /ingestion\.completed DELIVERED 1/,
  'docs/asking.md': /# two vouchers for one bill[\s\S]+# Sources/,
  'docs/mapping-file.md': /Only in the books/,
  'docs/conformance.md': /\n[4-9]\d hold, 0 fall short, 1 not checked\n[\s\S]*route-unknown: ok, 0 fall short/,
};

/** On this page the server makes its database itself; the others are spared the seconds that it costs. */
const FROM_NOTHING = 'docs/getting-started.md';

const blocks = codeBlocks();
const scripts = new Map<string, string[]>();
for (const { path, language, code } of blocks) {
  if (language === 'sh') scripts.set(path, [...(scripts.get(path) ?? []), code]);
}
const jsonBlocks = blocks.filter(({ language }) => language === 'json');

describe('the samples of the pages', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'milaan-docs-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('are in languages that something here checks', () => {
    const known = ['', 'text', 'sh', 'json', 'ts', 'csv', 'http'];
    const strange = blocks.filter(({ language }) => !known.includes(language));
    expect(strange.map(({ path, language }) => `${path}: ${language}`)).toEqual([]);
    expect(scripts.size).toBeGreaterThan(5);
  });

  it('start servers in the background, so that they come to an end', () => {
    const waiting = blocks.filter(
      ({ language, code }) => language === 'sh' && /^ *(?:npx )?milaan serve\b[^&]*$/m.test(code),
    );
    expect(waiting.map(({ path, code }) => `${path}: ${code}`)).toEqual([]);
  });

  it.each(jsonBlocks.map(({ path, code }, at) => [`${path} ${at}`, code]))('%s is JSON', (_, code) => {
    expect(() => JSON.parse(code)).not.toThrow();
  });

  it('in CSV have the same number of cells in every row', () => {
    const widths = blocks
      .filter(({ language }) => language === 'csv')
      .map(({ path, code }) => ({
        path,
        widths: code
          .trim()
          .split('\n')
          .map((line) => line.split(',').length),
      }));
    expect(widths.filter(({ widths: found }) => new Set(found).size !== 1)).toEqual([]);
  });

  it('in TypeScript have no type errors', async () => {
    const samples = blocks.filter(({ language }) => language === 'ts');
    expect(await typeErrorsOf(samples, root)).toBe('');
  });

  it.each([...scripts])(
    '%s does what it says, line by line',
    async (path, parts) => {
      const folder = mkdtempSync(join(root, 'page-'));
      const mapping = jsonBlocks.find((block: CodeBlock) => block.path === 'docs/mapping-file.md')?.code ?? '';
      const { binFolder } = placeSampleFiles(folder, mapping);
      placePurchases(folder, path);
      if (path !== FROM_NOTHING) await placeEmbeddedDatabase(join(folder, 'milaan-data'));
      const port = String(await freePort());
      const script = [BEFORE[path] ?? '', ...parts].join('\n').replaceAll(PAGE_PORT, port);
      const env = { PATH: `${binFolder}:${process.env.PATH}`, HOME: folder, MILAAN_PORT: port, LANG: 'C.UTF-8' };
      const { exitCode, output } = await runShell(script, { folder, env, withinMs: WITHIN_MS });
      expect(`${exitCode}\n${exitCode === 0 ? '' : output}`).toBe('0\n');
      expect(output).toMatch(SHOWN_AT_THE_END[path] ?? /\S/);
    },
    WITHIN_MS,
  );
});
