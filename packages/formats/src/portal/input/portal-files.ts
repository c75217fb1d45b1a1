import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openZip } from '../../bytes/zip.ts';
import { InputRefused } from '../../input-refused.ts';
import type { ByteSource } from '../json/json-reader.ts';
import { PORTAL_LIMITS } from '../limits.ts';
import { sourceOfHandle, sourceOfStream, sourceOfUtf16, sourceWithHead } from './byte-sources.ts';

/** A file to read, found by content. */
export interface PortalFile {
  /** As a person would name it; an entry of an archive as `archive.zip/entry.json`. */
  readonly path: string;
  /** Named by the caller, not merely found in a folder or archive. */
  readonly isNamed: boolean;
  readonly kind: 'json' | 'workbook' | 'other';
  readonly bytes: number;
  /** The bytes of a JSON text as UTF-8, without a byte order mark. */
  readonly source: ByteSource;
  /** A path at which a workbook can be opened. */
  readonly workbookPath: string;
}

const HEAD_BYTES = 4_096;
const ZIP_MAGIC = Buffer.from('PK\x03\x04', 'latin1');
const EMPTY_ZIP_MAGIC = Buffer.from('PK\x05\x06', 'latin1');

/** Any of these makes an archive a workbook, of Excel or another program. */
const WORKBOOK_ENTRIES = ['[Content_Types].xml', 'xl/workbook.xml', 'mimetype'];

const readHead = async (source: ByteSource): Promise<Buffer> => {
  const head = Buffer.alloc(HEAD_BYTES);
  let length = 0;
  for (let read = -1; read !== 0 && length < head.length; ) {
    read = await source.read(head, length, head.length - length);
    length += read;
  }
  return head.subarray(0, length);
};

/** JSON begins with a bracket after white space; anything else is not for us. */
const openJson = (head: Buffer, rest: ByteSource): ByteSource | null => {
  const all = sourceWithHead(head, rest);
  const bom = head.toString('latin1', 0, 3);
  const utf16 = bom.startsWith('\xff\xfe') ? 'utf-16le' : bom.startsWith('\xfe\xff') ? 'utf-16be' : null;
  if (utf16 !== null) {
    const text = new TextDecoder(utf16).decode(head);
    return /^\s*[[{]/.test(text) ? sourceOfUtf16(all, utf16) : null;
  }
  const start = bom === '\xef\xbb\xbf' ? 3 : 0;
  return /^\s*[[{]/.test(head.toString('latin1', start)) ? sourceWithHead(head.subarray(start), rest) : null;
};

const NO_SOURCE: ByteSource = { read: async () => 0 };

/** Walks the inputs in sorted order. Each file is open only until the next one is asked for. */
export async function* portalFiles(inputs: readonly string[], tempFolder: string): AsyncGenerator<PortalFile> {
  let files = 0;
  for (const input of inputs) {
    const facts = await stat(input).catch((error: unknown) => {
      throw new InputRefused('FILE_NOT_FOUND', input, `${input} cannot be found.`, { cause: error });
    });
    const paths = facts.isDirectory() ? await filesBelow(input) : [input];
    for (const path of paths) {
      if (++files > PORTAL_LIMITS.files) throw new InputRefused('TOO_LARGE', input, `${input} holds too many files.`);
      yield* openPath(path, path, !facts.isDirectory(), tempFolder, 0);
    }
  }
}

/** Files of a folder and its subfolders by path; hidden ones and links to folders are passed over. */
const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  if (entries.length > PORTAL_LIMITS.files)
    throw new InputRefused('TOO_LARGE', folder, `${folder} holds too many files.`);
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (
      path
        .slice(folder.length)
        .split(/[\\/]/)
        .some((name) => name.startsWith('.'))
    )
      continue;
    const isFile =
      entry.isFile() || (entry.isSymbolicLink() && (await stat(path).catch(() => null))?.isFile() === true);
    if (isFile) paths.push(path);
  }
  return paths.sort((a, b) => (a < b ? -1 : 1));
};

async function* openPath(
  path: string,
  name: string,
  isNamed: boolean,
  tempFolder: string,
  zipDepth: number,
): AsyncGenerator<PortalFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    throw new InputRefused('FILE_UNREADABLE', name, `${name} cannot be read.`, { cause: error });
  }
  try {
    const { size } = await handle.stat();
    if (size === 0 && isNamed) throw new InputRefused('FILE_EMPTY', name, `${name} is empty.`);
    const rest = sourceOfHandle(handle, 0);
    const head = await readHead(rest);
    if (isZip(head)) yield* openArchive(path, name, isNamed, tempFolder, zipDepth, size);
    else yield createFile(name, isNamed, size, openJson(head, rest));
  } finally {
    await handle.close();
  }
}

const isZip = (head: Buffer): boolean => {
  const magic = head.subarray(0, 4);
  return magic.equals(ZIP_MAGIC) || magic.equals(EMPTY_ZIP_MAGIC);
};

const createFile = (path: string, isNamed: boolean, bytes: number, source: ByteSource | null): PortalFile => ({
  path,
  isNamed,
  kind: source === null ? 'other' : 'json',
  bytes,
  source: source ?? NO_SOURCE,
  workbookPath: path,
});

/** A workbook is an archive too; any other archive is read entry by entry, and so are archives directly inside it. */
async function* openArchive(
  path: string,
  name: string,
  isNamed: boolean,
  tempFolder: string,
  zipDepth: number,
  bytes: number,
): AsyncGenerator<PortalFile> {
  const zip = await openZip(path, name);
  try {
    if (WORKBOOK_ENTRIES.some((entry) => zip.find(entry) !== undefined)) {
      yield { path: name, isNamed, kind: 'workbook', bytes, source: NO_SOURCE, workbookPath: path };
      return;
    }
    const entries = zip.entries.filter((entry) => !entry.isFolder);
    for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const entryName = `${name}/${entry.name}`;
      const stream = await zip.open(entry);
      const rest = sourceOfStream(stream);
      const head = await readHead(rest);
      if (!isZip(head)) {
        yield createFile(entryName, false, entry.uncompressedBytes, openJson(head, rest));
        stream.destroy();
        continue;
      }
      stream.destroy();
      const copy = join(tempFolder, `${randomUUID()}.zip`);
      try {
        await zip.extract(entry, copy);
        yield* openNested(copy, entryName, tempFolder, zipDepth);
      } finally {
        await rm(copy, { force: true });
      }
    }
  } finally {
    await zip.close();
  }
}

async function* openNested(
  copy: string,
  name: string,
  tempFolder: string,
  zipDepth: number,
): AsyncGenerator<PortalFile> {
  if (zipDepth >= 1)
    throw new InputRefused('ZIP_NESTED', name, `${name}: archives nest too deep.`, {
      hint: 'Unpack the outer archive first.',
    });
  yield* openPath(copy, name, false, tempFolder, zipDepth + 1);
}
