import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, listFiles, readJsonLines } from '../support/folders.ts';
import { runMilaanHere } from '../support/milaan-here.ts';
import {
  DEMO_PORTAL,
  DEMO_REGISTER,
  demoRun,
  reconcileRun,
  runMilaanProcess,
  tallyRun,
} from '../support/milaan-process.ts';

const DEFAULT_FILES = ['rejected-rows.csv', 'report.xlsx', 'results.jsonl.gz', 'summary.json', 'suppliers.jsonl.gz'];

const readSummary = (out: string) => JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));

describe('milaan reconcile', () => {
  /** What a run over the demo's sample has written. */
  let ofDemo = '';
  beforeAll(async () => {
    ofDemo = mkdtempSync(join(tmpdir(), 'milaan-demo-'));
    expect((await runMilaanHere(demoRun(ofDemo, '--quiet'))).code).toBe(0);
  });
  afterAll(() => rmSync(ofDemo, { recursive: true, force: true }));

  it('writes the result files and nothing else, and prints the outcome on stdout', async () => {
    const folder = createTestFolder();
    const ended = await runMilaanProcess(tallyRun('new/out'), { cwd: folder });
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(listFiles(folder)).toEqual(DEFAULT_FILES.map((name) => `new/out/${name}`));
    expect(ended.stdout).toContain('Claimable now');
    expect(ended.stdout).toContain('new/out/report.xlsx');
    expect(ended.stdout).toMatch(/^Next: /m);
    expect(ended.stderr).toMatch(/Reading purchase register: 9 lines in/);
    expect(ended.stdout + ended.stderr).not.toContain('\u001b');
  });

  it('finds the own registration of a Tally register in the portal files', async () => {
    const out = createTestFolder();
    expect((await runMilaanHere(tallyRun(out, '--quiet'))).code).toBe(0);
    const lines = readJsonLines(join(out, 'results.jsonl.gz'));
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(line).toMatchObject({ result: { myGstin: '27AAACA1111A1ZS' } });
  });

  it('--quiet prints nothing at all', async () => {
    const out = createTestFolder();
    expect(await runMilaanProcess(tallyRun(out, '--quiet'))).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
    expect(listFiles(out)).toEqual(DEFAULT_FILES);
  });

  it('--json prints summary.json and nothing else on stdout', async () => {
    const out = createTestFolder();
    const ended = await runMilaanProcess(tallyRun(out, '--json'));
    expect(ended.code).toBe(0);
    expect(ended.stdout).toBe(readFileSync(join(out, 'summary.json'), 'utf8'));
    expect(ended.stderr).toContain('Reading');
  });

  it('writes the formats that are asked for', async () => {
    const out = createTestFolder();
    expect((await runMilaanHere(tallyRun(out, '--quiet', '--formats', 'parquet,csv'))).code).toBe(0);
    expect(listFiles(out)).toEqual([
      'rejected-rows.csv',
      'results.csv',
      'results.parquet',
      'summary.json',
      'suppliers.csv',
      'suppliers.parquet',
    ]);
  });

  it('replaces the results of an earlier run, takes away those it does not renew, and leaves other files alone', async () => {
    const out = createTestFolder();
    expect((await runMilaanHere(tallyRun(out, '--quiet', '--formats', 'jsonl,csv'))).code).toBe(0);
    writeFileSync(join(out, 'results.csv.bak'), 'mine');
    const before = readFileSync(join(out, 'summary.json'), 'utf8');
    expect((await runMilaanHere(demoRun(out, '--quiet'))).code).toBe(0);
    expect(listFiles(out)).toEqual([...DEFAULT_FILES, 'results.csv.bak'].sort());
    expect(readFileSync(join(out, 'summary.json'), 'utf8')).not.toBe(before);
  });

  it('gives the same bytes whatever the order of the files and the number of threads', async () => {
    const folder = createTestFolder();
    const [header = '', ...rows] = readFileSync(DEMO_REGISTER, 'utf8').trimEnd().split('\r\n');
    const half = Math.floor(rows.length / 2);
    const csv = (name: string, lines: string[]) => {
      writeFileSync(join(folder, name), `${[header, ...lines].join('\r\n')}\r\n`);
      return join(folder, name);
    };
    const forwards = [csv('a.csv', rows.slice(0, half)), csv('b.csv', rows.slice(half))];
    const backwards = [csv('c.csv', rows.slice(half).reverse()), csv('d.csv', rows.slice(0, half).reverse())];
    const run = async (purchases: string[], threads: string) => {
      const out = join(folder, `out-${threads}`);
      const files = { purchases, portal: DEMO_PORTAL, out };
      const ended = await runMilaanHere(reconcileRun(files, '--threads', threads, '--formats', 'jsonl,csv', '--quiet'));
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      return ['results.jsonl.gz', 'suppliers.jsonl.gz', 'results.csv', 'suppliers.csv'].map((name) =>
        readFileSync(join(out, name)).toString('base64'),
      );
    };
    expect(await run(backwards, '3')).toEqual(await run(forwards, '1'));
  });

  it('accounts for every document and every paisa', () => {
    const summary = readSummary(ofDemo);
    const lines = readJsonLines(join(ofDemo, 'results.jsonl.gz')) as {
      // docs/results.md, "Files"
      pr: { documentId: string; externalId: string } | null;
      govt: { documentId: string } | null;
    }[];
    expect(summary.lines).toBe(lines.length);
    expect(new Set(lines.flatMap((line) => line.pr?.documentId ?? [])).size).toBe(summary.booksDocuments);
    expect(new Set(lines.flatMap((line) => line.govt?.documentId ?? [])).size).toBe(summary.portalDocuments);
    const externalIds = new Set(lines.flatMap((line) => line.pr?.externalId ?? []));
    const rows = readFileSync(DEMO_REGISTER, 'utf8').trimEnd().split('\r\n').slice(1);
    const readable = rows.filter((row) => !/31-02-2026|4,1OO/.test(row));
    expect(externalIds).toEqual(new Set(readable.map((row) => row.slice(row.lastIndexOf(',') + 1))));
    expect(summary.rejectedRows).toBe(rows.length - readable.length);
  });

  it('reports bad rows with their row, their cells and every reason', () => {
    const text = readFileSync(join(ofDemo, 'rejected-rows.csv'), 'utf8');
    expect(text).toContain('No. of Errors');
    expect(text).toContain('Error Message');
    expect(text).toMatch(/31-02-2026.*Document Date/s);
    const last = text.slice(text.indexOf('JP/132'));
    expect(last).toMatch(/Supplier GSTIN/);
    expect(last).toMatch(/4,1OO\.00/);
  });

  it('keeps to the ranges, own registrations and tolerance asked for', async () => {
    const out = createTestFolder();
    const narrow = ['--from', '102026', '--to', '102026', '--gstin', '29AAACA1111A1ZO', '--tolerance', '0'];
    expect((await runMilaanHere(demoRun(out, '--quiet', ...narrow))).code).toBe(0);
    const lines = readJsonLines(join(out, 'results.jsonl.gz')) as {
      pr: { myGstin: string; returnPeriod: string } | null;
      govt: { myGstin: string; returnPeriod: string } | null;
    }[];
    expect(lines.length).toBeGreaterThan(0);
    for (const side of lines.flatMap(({ pr, govt }) => [pr, govt]))
      if (side !== null) expect(side).toMatchObject({ returnPeriod: '102026', myGstin: '29AAACA1111A1ZO' });
  });

  it('refuses a second run into the same folder', async () => {
    const out = createTestFolder();
    mkdirSync(join(out, '.milaan-run'));
    writeFileSync(join(out, '.milaan-run/owner.json'), JSON.stringify({ host: 'another', processId: 1 }));
    const ended = await runMilaanHere(tallyRun(out));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('Another run may be writing');
    rmSync(join(out, '.milaan-run'), { recursive: true });
    expect((await runMilaanHere(tallyRun(out, '--quiet'))).code).toBe(0);
  });

  it('takes a folder that holds the results of an earlier run as portal folder too', async () => {
    const folder = createTestFolder();
    for (const name of ['gstr2b-27AAACA1111A1ZS-102026.json', 'gstr2b-29AAACA1111A1ZO-102026.json'])
      copyFileSync(join(DEMO_PORTAL, name), join(folder, name));
    const args = reconcileRun({ purchases: [DEMO_REGISTER], portal: folder, out: folder }, '--json', '--quiet');
    const first = await runMilaanHere(args);
    const second = await runMilaanHere(args);
    expect(first.code).toBe(0);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.stdout).byMatchType).toEqual(JSON.parse(first.stdout).byMatchType);
  });
});
