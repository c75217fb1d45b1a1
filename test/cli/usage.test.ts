import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestFolder, listFiles } from '../support/folders.ts';
import { ROOT, runMilaanProcess, TALLY_PORTAL, TALLY_REGISTER, tallyRun } from '../support/milaan-process.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'packages/cli/package.json'), 'utf8')) as { version: string };

describe('help', () => {
  it('--version prints the version alone', async () =>
    expect(await runMilaanProcess(['--version'])).toEqual({
      code: 0,
      signal: null,
      stdout: `${version}\n`,
      stderr: '',
    }));

  it.each([
    [['--help'], ['reconcile', 'inspect', 'demo', 'Exit codes']],
    [
      ['reconcile', '--help'],
      ['--purchases', '--portal', '--out', '--tolerance', 'Examples:', 'Exit codes'],
    ],
    [
      ['help', 'inspect'],
      ['--mapping', '--json', 'Examples:'],
    ],
    [
      ['demo', '-h'],
      ['--out', 'milaan-out'],
    ],
  ])('milaan %j explains itself on stdout', async (args, parts) => {
    const ended = await runMilaanProcess(args);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    for (const part of parts) expect(ended.stdout).toContain(part);
    const longest = Math.max(...ended.stdout.split('\n').map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(120);
  });

  it('no command at all is wrong usage', async () => {
    const ended = await runMilaanProcess([]);
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain('Usage: milaan');
  });
});

describe('wrong usage', () => {
  const needed = ['--purchases', TALLY_REGISTER, '--portal', TALLY_PORTAL];

  it.each<[string, string[], RegExp]>([
    ['a misspelt command', ['recncile'], /unknown command 'recncile'[\s\S]*reconcile/i],
    ['a misspelt option', ['reconcile', '--purchase', 'x'], /unknown option '--purchase'[\s\S]*--purchases/i],
    ['a missing option', ['reconcile', '--portal', 'x', '--out', 'y'], /--purchases/],
    ['an option without its value', ['reconcile', '--purchases'], /--purchases/],
    [
      'a period that is none',
      ['reconcile', ...needed, '--out', 'y', '--from', '132026'],
      /--from.*132026[\s\S]*102026/,
    ],
    ['a range the wrong way', ['reconcile', ...needed, '--out', 'y', '--from', '112026', '--to', '102026'], /after/],
    [
      'a GSTIN with a wrong check digit',
      ['reconcile', ...needed, '--out', 'y', '--gstin', '27AAACA1111A1ZX'],
      /27AAACA1111A1ZX/,
    ],
    ['a format that is none', ['reconcile', ...needed, '--out', 'y', '--formats', 'xls'], /jsonl, xlsx, csv, parquet/],
    ['a tolerance below zero', ['reconcile', ...needed, '--out', 'y', '--tolerance', '-1'], /--tolerance/],
    ['a type that is none', ['reconcile', ...needed, '--out', 'y', '--type', '6a'], /--type[\s\S]*2b/],
    ['memory that is too little', ['reconcile', ...needed, '--out', 'y', '--memory', '1MB'], /256MB/],
    ['threads beyond sense', ['reconcile', ...needed, '--out', 'y', '--threads', '0'], /--threads/],
    ['files without --purchases', ['reconcile', 'a.csv', 'b.json', '--out', 'y'], /argument|--purchases/i],
    [
      'a register that is not there',
      ['reconcile', '--purchases', 'no.csv', '--portal', TALLY_PORTAL, '--out', 'y'],
      /no\.csv does not exist/,
    ],
    [
      'a register that is a folder',
      ['reconcile', '--purchases', '.', '--portal', TALLY_PORTAL, '--out', 'y'],
      /is a folder/,
    ],
    [
      'a register named twice',
      ['reconcile', '--purchases', TALLY_REGISTER, TALLY_REGISTER, '--portal', TALLY_PORTAL, '--out', 'y'],
      /twice/,
    ],
    [
      'a device for a file',
      ['reconcile', '--purchases', '/dev/null', '--portal', TALLY_PORTAL, '--out', 'y'],
      /not a file/,
    ],
    ['nothing to inspect', ['inspect'], /file/],
    ['an option of another command', ['inspect', '--out', 'x', TALLY_REGISTER], /unknown option '--out'/i],
  ])('%s is named on stderr, exit code 2, nothing written', async (_what, args, message) => {
    const folder = createTestFolder();
    const ended = await runMilaanProcess(args, { cwd: folder });
    expect(ended.stderr).toMatch(message);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr.startsWith('milaan: ')).toBe(true);
    expect(ended.stderr.split('\n').length).toBeLessThanOrEqual(4);
    expect(listFiles(folder)).toEqual([]);
  });

  it('with --json the error is an object on stdout as well', async () => {
    const folder = createTestFolder();
    const ended = await runMilaanProcess(tallyRun(join(folder, 'out'), '--days', 'many', '--json'));
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout)).toEqual({
      error: { code: 'USAGE', message: '--days must be a whole number from 0 to 366, not "many".', exitCode: 2 },
    });
    expect(listFiles(folder)).toEqual([]);
  });

  it.each(['/dev/null/out', TALLY_REGISTER])('--out %s cannot be a folder', async (out) => {
    const ended = await runMilaanProcess(tallyRun(out));
    expect(ended.stderr).toContain('is a file, or lies inside one');
    expect(ended.code).toBe(2);
  });
});
