import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openUpload } from './open-upload.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-upload-'));
afterAll(() => rmSync(folder, { recursive: true }));

const opened = (name: string) => {
  const path = join(folder, name);
  writeFileSync(path, 'text');
  return openUpload(path);
};

it.each(['a.csv', 'A.XLSX', 'b.json', 'c.zip'])('%s says its form by its name', async (name) => {
  expect(await opened(name)).toEqual({ name, content: expect.any(Blob) });
});

it.each(['register.txt', 'register.tsv', 'register'])(
  '%s is uploaded too: the server looks at its content',
  async (name) => {
    expect(await opened(name)).toMatchObject({ name, contentType: 'CSV' });
  },
);

it('a folder, and what is not there, are wrong usage', async () => {
  await expect(openUpload(folder)).rejects.toMatchObject({ name: 'UsageError', message: `${folder} is a folder.` });
  await expect(openUpload(join(folder, 'none.csv'))).rejects.toMatchObject({ name: 'UsageError' });
});
