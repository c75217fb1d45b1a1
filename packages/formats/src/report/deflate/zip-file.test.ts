import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openZip } from '../../bytes/zip.ts';
import { withFolder } from '../testing/with-folder.ts';
import { ZipFile } from './zip-file.ts';

describe('ZipFile', () => {
  it('gives back every entry through an independent reader', async () => {
    const entries = fc.uniqueArray(
      fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.array(fc.string({ unit: 'grapheme' }))),
      {
        selector: ([name]) => name,
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(entries, (parts) =>
        withFolder(async (folder) => {
          const path = join(folder, 'x.zip');
          await ZipFile.write(path, 2, async (zip) => {
            for (const [name, pieces] of parts) await zip.add(`folder/${name}.xml`, pieces);
          });
          const archive = await openZip(path);
          expect(archive.entries.map(({ name }) => name)).toEqual(parts.map(([name]) => `folder/${name}.xml`));
          for (const [k, entry] of archive.entries.entries())
            expect((await archive.readAll(entry, 1 << 20)).toString()).toBe(
              Buffer.from((parts[k]?.[1] ?? []).join('')).toString(),
            );
          await archive.close();
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('writes the same bytes with one thread as with eight', () =>
    withFolder(async (folder) => {
      const pieces = Array.from({ length: 40 }, (_, k) => `piece ${k} `.repeat(500));
      const bytesWith = async (threads: number): Promise<Buffer> => {
        const path = join(folder, `${threads}.zip`);
        await ZipFile.write(path, threads, (zip) => zip.add('a', pieces));
        return readFile(path);
      };
      expect((await bytesWith(1)).equals(await bytesWith(8))).toBe(true);
    }));

  it('passes the failure of a source on', () =>
    withFolder(async (folder) => {
      const failing = async function* () {
        yield 'some';
        throw new Error('the source failed');
      };
      const writing = ZipFile.write(join(folder, 'x.zip'), 2, (zip) => zip.add('a', failing()));
      await expect(writing).rejects.toThrow('the source failed');
    }));
});
