import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface DetectedEncoding {
  readonly encoding: TextEncoding;
  /** Bytes of the byte order mark at the start of the file. */
  readonly bomBytes: number;
}

/** What windows-1252 holds at 0x80 to 0x9F; unused places keep their control character. */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const decodeWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80));

/** The length of `bytes` without a UTF-8 sequence that the end cuts in two. */
const wholeUtf8Length = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
};

const countZeros = (bytes: Buffer, from: number): number => {
  let zeros = 0;
  for (let i = from; i < bytes.length; i += 2) if (bytes[i] === 0) zeros++;
  return zeros;
};

/**
 * The encoding of a text file, told from its first bytes; null when they are not text.
 * Bytes that are neither marked nor UTF-8 are taken for windows-1252, the encoding of Excel's plain "CSV".
 */
export const detectEncoding = (head: Buffer): DetectedEncoding | null => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  const sample = head.subarray(0, 4096);
  const pairs = Math.max(1, sample.length / 2);
  const oddZeros = countZeros(sample, 1) / pairs;
  const evenZeros = countZeros(sample, 0) / pairs;
  if (oddZeros > 0.4 && evenZeros < 0.1) return { encoding: 'utf-16le', bomBytes: 0 };
  if (evenZeros > 0.4 && oddZeros < 0.1) return { encoding: 'utf-16be', bomBytes: 0 };
  if (oddZeros + evenZeros > 0.1 || countControls(sample) > sample.length / 20) return null;
  const isUnicode = isUtf8(head.subarray(0, wholeUtf8Length(head)));
  return { encoding: isUnicode ? 'utf-8' : 'windows-1252', bomBytes: 0 };
};

const countControls = (bytes: Buffer): number => {
  let controls = 0;
  for (const byte of bytes) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 0) controls++;
  return controls;
};

/** Decodes a whole buffer; bytes that the encoding does not know become U+FFFD. */
export const decodeText = (bytes: Buffer, { encoding, bomBytes }: DetectedEncoding): string => {
  const body = bytes.subarray(bomBytes);
  return encoding === 'windows-1252' ? decodeWindows1252(body) : new TextDecoder(encoding).decode(body);
};

const CHUNK_BYTES = 1 << 20;

/** The text of a file, chunk by chunk. `onBytes` is told how many bytes were read. */
export async function* readTextChunks(
  path: string,
  { encoding, bomBytes }: DetectedEncoding,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<string> {
  const decoder = encoding === 'windows-1252' ? null : new TextDecoder(encoding, { ignoreBOM: true });
  for await (const chunk of createReadStream(path, {
    start: bomBytes,
    highWaterMark: CHUNK_BYTES,
  }) as AsyncIterable<Buffer>) {
    onBytes?.(chunk.length);
    const text = decoder === null ? decodeWindows1252(chunk) : decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** Places where a text is more than ASCII: well-formed UTF-8 sequences against stray bytes. */
const countSequences = (bytes: Buffer): { whole: number; stray: number } => {
  let whole = 0;
  let stray = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    if (length > 1 && byte < 0xf5 && isUtf8(bytes.subarray(i, i + length))) {
      whole++;
      i += length - 1;
    } else stray++;
  }
  return { whole, stray };
};

/**
 * Judges a file whose head looked like UTF-8 by all of its bytes. A few damaged characters do not make it windows-1252:
 * the more frequent reading wins.
 */
export const recheckUtf8 = async (path: string, detected: DetectedEncoding): Promise<DetectedEncoding> => {
  if (detected.encoding !== 'utf-8') return detected;
  let whole = 0;
  let stray = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, {
    start: detected.bomBytes,
    highWaterMark: CHUNK_BYTES,
  }) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const length = wholeUtf8Length(bytes);
    const body = bytes.subarray(0, length);
    rest = bytes.subarray(length);
    if (isUtf8(body) && stray === 0) continue;
    const counts = countSequences(body);
    whole += counts.whole;
    stray += counts.stray;
  }
  const isLegacy = detected.bomBytes === 0 && stray > whole;
  return isLegacy ? { encoding: 'windows-1252', bomBytes: 0 } : detected;
};
