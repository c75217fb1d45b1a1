import { open } from 'node:fs/promises';
import { InputRefused } from '../input-refused.ts';
import { LIMITS } from './limits.ts';

/** What a file is by its first bytes, whatever it is called. */
export type FileKind = 'ZIP' | 'JSON' | 'TEXT';

export interface FileHead {
  readonly kind: FileKind;
  readonly head: Buffer;
  readonly bytes: number;
}

const HEAD_BYTES = 256 * 1024;

const startsWith = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);

const SAVE_AS = 'Save it as XLSX or CSV.';

/** Kinds that people do hand in and that are not read, with what to do. */
const refusedKind = (head: Buffer): { what: string; hint: string } | null => {
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0))
    return {
      what: 'an old Excel workbook (XLS) or a workbook with a password',
      hint: 'Save it as XLSX, without a password.',
    };
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46)) return { what: 'a PDF', hint: 'Export the register as XLSX or CSV.' };
  if (startsWith(head, 0x1f, 0x8b)) return { what: 'gzip', hint: 'Unpack it first.' };
  if (startsWith(head, 0x52, 0x61, 0x72, 0x21) || startsWith(head, 0x37, 0x7a, 0xbc, 0xaf))
    return { what: 'a RAR or 7z archive', hint: 'Unpack it first.' };
  if (startsWith(head, 0x50, 0x41, 0x52, 0x31)) return { what: 'a Parquet file', hint: SAVE_AS };
  const text = head
    .subarray(0, 1024)
    .toString('latin1')
    .replace(/^[^!-~]+/, '')
    .toLowerCase();
  if (
    text.startsWith('<!doctype html') ||
    text.startsWith('<html') ||
    text.startsWith('<table') ||
    text.startsWith('<meta')
  )
    return { what: 'a web page, whatever its name says', hint: `Open it in Excel. ${SAVE_AS}` };
  if (text.startsWith('<?xml') || text.startsWith('<envelope')) return { what: 'XML', hint: SAVE_AS };
  return null;
};

/** The first printable character, past a byte order mark and blanks, in any of the encodings. */
const firstCharacter = (head: Buffer): string => /[!-~]/.exec(head.subarray(0, 4096).toString('latin1'))?.[0] ?? '';

/**
 * Tells from the first bytes what a file is.
 * @throws InputRefused FILE_NOT_FOUND, FILE_UNREADABLE, FILE_EMPTY, TOO_LARGE, FILE_KIND_UNSUPPORTED
 */
export const readFileHead = async (path: string): Promise<FileHead> => {
  let head: Buffer;
  let bytes: number;
  try {
    const handle = await open(path, 'r');
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new InputRefused('FILE_UNREADABLE', path, 'This is not a file.');
      bytes = stats.size;
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(HEAD_BYTES, bytes)), 0, undefined, 0);
      head = buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof InputRefused) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const message = isMissing
      ? 'There is no such file.'
      : `The file cannot be opened: ${error instanceof Error ? error.message : error}.`;
    throw new InputRefused(isMissing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', path, message, { cause: error });
  }
  if (head.every((byte) => byte <= 32)) {
    if (bytes <= head.length) throw new InputRefused('FILE_EMPTY', path, 'The file is empty.');
  }
  const refused = refusedKind(head);
  if (refused)
    throw new InputRefused('FILE_KIND_UNSUPPORTED', path, `The file is ${refused.what}.`, { hint: refused.hint });
  const first = firstCharacter(head);
  const kind: FileKind = startsWith(head, 0x50, 0x4b) ? 'ZIP' : first === '{' || first === '[' ? 'JSON' : 'TEXT';
  const limit = kind === 'TEXT' ? LIMITS.textFileBytes : LIMITS.fileBytes;
  if (bytes > limit)
    throw new InputRefused('TOO_LARGE', path, `The file has ${bytes} bytes; at most ${limit} are read.`, {
      hint: 'Split it.',
    });
  return { kind, head, bytes };
};
