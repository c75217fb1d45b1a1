import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeZip, type ZipPart } from '../xlsx/testing/make-xlsx.ts';
import { openZip, openZipBuffer } from './zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const save = (bytes: Buffer): string => {
  const path = join(folder, `${++files}.zip`);
  writeFileSync(path, bytes);
  return path;
};

describe('openZip', () => {
  it('lists and reads entries', async () => {
    const zip = await openZip(
      save(
        makeZip([
          ['a.txt', 'one'],
          ['b/', ''],
          ['b/c.txt', 'two'],
        ]),
      ),
    );
    expect(zip.entries.map((e) => [e.name, e.isFolder, e.uncompressedBytes])).toEqual([
      ['a.txt', false, 3],
      ['b/', true, 0],
      ['b/c.txt', false, 3],
    ]);
    const entry = zip.find('b/c.txt');
    if (entry === undefined) throw new Error('the entry is there');
    expect((await zip.readAll(entry, 10)).toString()).toBe('two');
    await expect(zip.readAll(entry, 2)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await zip.close();
    await zip.close();
  });

  it('refuses a bomb before it unpacks a byte', async () => {
    const bytes = makeZip([['zeros', Buffer.alloc(70 * 1024 * 1024)]]);
    await expect(openZip(save(bytes))).rejects.toMatchObject({ code: 'ZIP_BOMB' });
  });

  it('does not trust a bomb that states a small size', async () => {
    const zip = await openZip(save(makeZip([['zeros', Buffer.alloc(70 * 1024 * 1024)]], { statedBytes: 100 })));
    const [entry] = zip.entries;
    if (entry === undefined) throw new Error('the entry is there');
    await expect(zip.readAll(entry, 1000)).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    await zip.close();
  });

  it('refuses an archive that states more than 4 GiB in all', async () => {
    const parts = Array.from({ length: 3 }, (_, i): ZipPart => [`${i}`, 'x']);
    await expect(openZip(save(makeZip(parts, { statedBytes: 0x7000_0000 })))).rejects.toMatchObject({
      code: 'ZIP_BOMB',
    });
  });

  it('refuses too many entries', async () => {
    const parts = Array.from({ length: 2_001 }, (_, i): ZipPart => [`${i}`, '']);
    await expect(openZip(save(makeZip(parts)))).rejects.toMatchObject({ code: 'ZIP_BOMB' });
  });

  it('refuses encrypted entries, damaged archives and what is no archive', async () => {
    await expect(openZip(save(makeZip([['a', 'x']], { isEncrypted: true })))).rejects.toMatchObject({
      code: 'ZIP_ENCRYPTED',
    });
    const whole = makeZip([['a', 'x'.repeat(1000)]]);
    await expect(openZip(save(whole.subarray(0, whole.length - 30)))).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    await expect(openZip(save(Buffer.from('PK\x03\x04 nothing')))).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    await expect(openZipBuffer(Buffer.from('nothing'), 'x')).rejects.toMatchObject({ code: 'ZIP_INVALID' });
  });

  it('refuses paths that climb out, and reads an archive inside an archive', async () => {
    await expect(openZip(save(makeZip([['../../etc/passwd', 'x']])))).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    const inner = await openZipBuffer(makeZip([['in.txt', 'deep']]), 'outer.zip');
    const [entry] = inner.entries;
    if (entry === undefined) throw new Error('the entry is there');
    expect((await inner.readAll(entry, 100)).toString()).toBe('deep');
  });
});
