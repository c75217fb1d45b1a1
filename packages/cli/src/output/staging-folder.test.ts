import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStagingFolder, STAGING_NAME } from './staging-folder.ts';
import { staleResultFiles } from './stale-result-files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'milaan-staging-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (folder: string, files: Record<string, string>) => {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
};

/** All files of a folder with their text; folders as null. */
const contents = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => [entry.name, entry.isDirectory() ? null : readFileSync(join(folder, entry.name), 'utf8')]),
  );

describe('openStagingFolder', () => {
  it('makes the output folder, and takes it away again when nothing is published', async () => {
    const staging = await openStagingFolder(join(root, 'a', 'b'));
    expect(existsSync(join(root, 'a', 'b', STAGING_NAME, 'files'))).toBe(true);
    await staging.remove();
    expect(readdirSync(root)).toEqual([]);
  });

  it('leaves folders alone that others put files into meanwhile', async () => {
    const staging = await openStagingFolder(join(root, 'a', 'b'));
    write(join(root, 'a'), { 'other.txt': 'kept' });
    staging.removeSync();
    expect(contents(join(root, 'a'))).toEqual({ 'other.txt': 'kept' });
  });

  it('shows no file before publishing, then all', async () => {
    const out = join(root, 'out');
    write(out, { 'results.jsonl.gz': 'old', 'notes.txt': 'mine' });
    const staging = await openStagingFolder(out);
    write(staging.filesFolder, { 'results.jsonl.gz': 'new', 'summary.json': '{}' });
    expect(contents(out)).toEqual({ [STAGING_NAME]: null, 'results.jsonl.gz': 'old', 'notes.txt': 'mine' });
    await staging.publish(['results.jsonl.gz', 'summary.json'], []);
    await staging.remove();
    expect(contents(out)).toEqual({ 'results.jsonl.gz': 'new', 'summary.json': '{}', 'notes.txt': 'mine' });
  });

  it('puts everything back when one file cannot be moved', async () => {
    const out = join(root, 'out');
    write(out, { 'results.jsonl.gz': 'old', 'results.csv': 'stale' });
    mkdirSync(join(out, 'report.xlsx'));
    const staging = await openStagingFolder(out);
    write(staging.filesFolder, { 'results.jsonl.gz': 'new', 'report.xlsx': 'new' });
    await expect(staging.publish(['results.jsonl.gz', 'report.xlsx'], ['results.csv'])).rejects.toThrow(
      'is a folder; a result file must go there',
    );
    await staging.remove();
    expect(contents(out)).toEqual({ 'report.xlsx': null, 'results.csv': 'stale', 'results.jsonl.gz': 'old' });
  });

  it('puts everything back when a file was never written', async () => {
    const out = join(root, 'out');
    write(out, { 'results.jsonl.gz': 'old' });
    const staging = await openStagingFolder(out);
    write(staging.filesFolder, { 'results.jsonl.gz': 'new' });
    await expect(staging.publish(['results.jsonl.gz', 'summary.json'], [])).rejects.toThrow('ENOENT');
    await staging.remove();
    expect(contents(out)).toEqual({ 'results.jsonl.gz': 'old' });
  });

  it('refuses a second run into the same folder', async () => {
    const staging = await openStagingFolder(root);
    await expect(openStagingFolder(root)).rejects.toThrow(`process ${process.pid}) is writing to`);
    await staging.remove();
    await (await openStagingFolder(root)).remove();
    expect(readdirSync(root)).toEqual([]);
  });

  it('clears what a killed run of this machine left', async () => {
    // Larger than any process id that Linux, macOS or Windows gives out.
    write(join(root, STAGING_NAME), { 'owner.json': JSON.stringify({ host: hostname(), processId: 2 ** 30 }) });
    write(join(root, STAGING_NAME, 'temp'), { 'spill.tmp': 'left over' });
    const staging = await openStagingFolder(root);
    expect(readdirSync(staging.tempFolder)).toEqual([]);
    await staging.remove();
    expect(readdirSync(root)).toEqual([]);
  });

  it('touches nothing that may belong to a run on another machine', async () => {
    write(join(root, STAGING_NAME), { 'owner.json': JSON.stringify({ host: 'other', processId: 1 }) });
    await expect(openStagingFolder(root)).rejects.toThrow('Another run may be writing');
    expect(existsSync(join(root, STAGING_NAME, 'owner.json'))).toBe(true);
  });

  it('says that --out is a file', async () => {
    write(root, { taken: '' });
    await expect(openStagingFolder(join(root, 'taken'))).rejects.toThrow('is a file, or lies inside one');
    await expect(openStagingFolder(join(root, 'taken', 'below'))).rejects.toThrow('is a file, or lies inside one');
  });
});

describe('staleResultFiles', () => {
  const summaryOf = (names: string[]) => JSON.stringify({ files: names.map((name) => ({ name })) });

  it('names what the last run wrote and this one does not', async () => {
    write(root, { 'summary.json': summaryOf(['results.jsonl.gz', 'results.csv', 'summary.json']) });
    expect(await staleResultFiles(root, ['results.jsonl.gz', 'summary.json'])).toEqual(['results.csv']);
  });
  it.each(['../secret', 'notes.txt', 'report.xlsx/../x', '/etc/passwd', 'results.csv.bak'])(
    'never names %s',
    async (name) => {
      write(root, { 'summary.json': summaryOf([name]) });
      expect(await staleResultFiles(root, [])).toEqual([]);
    },
  );
  it.each(['', '[]', 'null', '{"files":{}}', '{"files":[null,1,{"name":2}]}', '{'])(
    'takes a summary.json of others (%j) for none',
    async (text) => {
      write(root, { 'summary.json': text });
      expect(await staleResultFiles(root, [])).toEqual([]);
    },
  );
});
