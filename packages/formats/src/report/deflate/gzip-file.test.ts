import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../testing/with-folder.ts';
import { GzipFile } from './gzip-file.ts';

const writePieces = (pieces: readonly Uint8Array[], threads: number): Promise<Buffer> =>
  withFolder(async (folder) => {
    const path = join(folder, 'x.gz');
    const file = await GzipFile.create(path, threads);
    for (const piece of pieces) await file.write(piece);
    await file.end();
    return readFile(path);
  });

describe('GzipFile', () => {
  it('gives back what was written, in order, whatever the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 12 }), async (pieces) => {
        const written = await writePieces(pieces, 2);
        expect(gunzipSync(written).equals(Buffer.concat(pieces))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('writes the same bytes with one thread as with eight', async () => {
    const pieces = Array.from({ length: 30 }, (_, k) =>
      new Uint8Array(20_000).fill(k).map((byte, at) => byte + (at % 7)),
    );
    expect((await writePieces(pieces, 1)).equals(await writePieces(pieces, 8))).toBe(true);
  });

  it('is one gzip member, which readers that stop after the first one read to the end', async () => {
    const written = await writePieces([Buffer.from('first\n'), Buffer.from('second\n')], 2);
    // A DecompressionStream takes one member and fails on anything behind it.
    const text = await new Response(new Blob([written]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
    expect(text).toBe('first\nsecond\n');
  });

  it('fails when the disk does', async () => {
    await expect(GzipFile.create('/nowhere/x.gz', 1)).rejects.toThrow(/ENOENT/);
  });
});
