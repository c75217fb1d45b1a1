import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import type { ByteSource } from '../json/json-reader.ts';

/** Bytes of an open file, read straight into the window. */
export const sourceOfHandle = (handle: FileHandle, start: number): ByteSource => {
  let position = start;
  return {
    async read(into, offset, length) {
      const { bytesRead } = await handle.read(into, offset, length, position);
      position += bytesRead;
      return bytesRead;
    },
  };
};

/** Bytes of a stream, such as an entry of a ZIP. */
export const sourceOfStream = (stream: Readable): ByteSource => {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return {
    async read(into, offset, length) {
      while (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) return 0;
        rest = next.value;
      }
      const taken = Math.min(length, rest.length);
      into.set(rest.subarray(0, taken), offset);
      rest = rest.subarray(taken);
      return taken;
    },
  };
};

/** UTF-16 text as UTF-8 bytes. */
export const sourceOfUtf16 = (source: ByteSource, encoding: 'utf-16le' | 'utf-16be'): ByteSource => {
  const decoder = new TextDecoder(encoding);
  const chunk = Buffer.allocUnsafe(65_536);
  let rest: Buffer = Buffer.alloc(0);
  let isOver = false;
  return {
    async read(into, offset, length) {
      while (rest.length === 0) {
        if (isOver) return 0;
        const read = await source.read(chunk, 0, chunk.length);
        isOver = read === 0;
        rest = Buffer.from(decoder.decode(chunk.subarray(0, read), { stream: !isOver }));
      }
      const taken = Math.min(length, rest.length);
      into.set(rest.subarray(0, taken), offset);
      rest = rest.subarray(taken);
      return taken;
    },
  };
};

/** The source with the bytes that were looked at put back in front. */
export const sourceWithHead = (head: Buffer, source: ByteSource): ByteSource => {
  let rest = head;
  return {
    async read(into, offset, length) {
      if (rest.length === 0) return source.read(into, offset, length);
      const taken = Math.min(length, rest.length);
      into.set(rest.subarray(0, taken), offset);
      rest = rest.subarray(taken);
      return taken;
    },
  };
};
