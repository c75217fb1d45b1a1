import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeText, detectEncoding, readTextChunks, recheckUtf8, type TextEncoding } from './encoding.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

const swap = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
const TEXT = 'Supplier,GSTIN\nCafé “Ünö” – ₹ 5,29AAGCB7383J1Z4\n';
const LEGACY = Buffer.from('Supplier,GSTIN\nCaf\xe9 \x93\xdcn\xf6\x94 \x96 Rs,29AAGCB7383J1Z4 \x80\n', 'latin1');

describe('detectEncoding', () => {
  it.each<[string, Buffer, TextEncoding, number]>([
    ['UTF-8', Buffer.from(TEXT), 'utf-8', 0],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8', 3],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'utf-16le', 2],
    ['UTF-16 BE with a mark', swap(Buffer.from(`\ufeff${TEXT}`, 'utf16le')), 'utf-16be', 2],
    ['UTF-16 LE without a mark', Buffer.from(TEXT, 'utf16le'), 'utf-16le', 0],
    ['UTF-16 BE without a mark', swap(Buffer.from(TEXT, 'utf16le')), 'utf-16be', 0],
  ])('knows %s and gives the text back', (_, bytes, encoding, bomBytes) => {
    const detected = detectEncoding(bytes);
    expect(detected).toEqual({ encoding, bomBytes });
    expect(detected && decodeText(bytes, detected)).toBe(TEXT);
  });

  it('takes stray bytes for windows-1252, with its quotes, dashes and euro', () => {
    const detected = detectEncoding(LEGACY);
    expect(detected?.encoding).toBe('windows-1252');
    expect(detected && decodeText(LEGACY, detected)).toBe('Supplier,GSTIN\nCafé “Ünö” – Rs,29AAGCB7383J1Z4 €\n');
  });

  it('is not misled by a character that the end of the head cuts in two', () => {
    const bytes = Buffer.from('₹₹₹');
    for (let length = 4; length <= 9; length++)
      expect(detectEncoding(bytes.subarray(0, length))?.encoding).toBe('utf-8');
  });

  it('does not take binary for text', () => {
    expect(detectEncoding(Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * 7) % 256)))).toBeNull();
  });
});

describe('a whole file', () => {
  let files = 0;
  const save = (bytes: Buffer): string => {
    const path = join(folder, `${++files}.csv`);
    writeFileSync(path, bytes);
    return path;
  };
  const readAll = async (path: string, detected: { encoding: TextEncoding; bomBytes: number }): Promise<string> => {
    let text = '';
    for await (const chunk of readTextChunks(path, detected)) text += chunk;
    return text;
  };

  it('is read the same in chunks as at once', async () => {
    const long = TEXT.repeat(30_000);
    for (const encoding of ['utf-8', 'utf-16le'] as const)
      expect(
        await readAll(save(Buffer.from(long, encoding === 'utf-8' ? 'utf8' : 'utf16le')), { encoding, bomBytes: 0 }),
      ).toBe(long);
  });

  it('turns out to be windows-1252 when its stray bytes come late', async () => {
    const late = Buffer.concat([Buffer.from('plain,'.repeat(60_000)), LEGACY]);
    expect(await recheckUtf8(save(late), { encoding: 'utf-8', bomBytes: 0 })).toEqual({
      encoding: 'windows-1252',
      bomBytes: 0,
    });
  });

  it('stays UTF-8 when only a few of its characters are damaged', async () => {
    const damaged = Buffer.concat([Buffer.from('₹,é,ü\n'.repeat(10)), Buffer.from([0xe9]), Buffer.from('\n₹\n')]);
    expect((await recheckUtf8(save(damaged), { encoding: 'utf-8', bomBytes: 0 })).encoding).toBe('utf-8');
  });

  it('keeps every text that UTF-8 can hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const path = save(Buffer.from(`a${text}`));
        expect(await readAll(path, await recheckUtf8(path, { encoding: 'utf-8', bomBytes: 0 }))).toBe(`a${text}`);
      }),
      { numRuns: 50 },
    );
  });
});
