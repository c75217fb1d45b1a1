import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromBuffer, open as openFile, type ZipFile } from 'yauzl';
import { InputRefused } from '../input-refused.ts';
import { LIMITS } from './limits.ts';

export interface ZipEntry {
  /** As stored. Never use it as a path to write to. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
}

export interface ZipArchive {
  /** The file as the caller named it. */
  readonly file: string;
  readonly entries: readonly ZipEntry[];
  find(name: string): ZipEntry | undefined;
  /** The uncompressed bytes as a stream; it fails when the entry holds more or fewer bytes than it declares. */
  open(entry: ZipEntry): Promise<Readable>;
  /** The whole entry in memory. Refuses entries of more than `maxBytes`. */
  readAll(entry: ZipEntry, maxBytes: number): Promise<Buffer>;
  /** Writes the entry to a path chosen by the caller. */
  extract(entry: ZipEntry, toPath: string): Promise<void>;
  close(): Promise<void>;
}

const callOpen = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    openFile(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });

const callFromBuffer = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });

const refuseBomb = (file: string, why: string): InputRefused =>
  new InputRefused('ZIP_BOMB', file, `The archive is refused: ${why}.`, {
    hint: 'Unpack it yourself and give the files inside, if you trust it.',
  });

/**
 * Reads the directory, checking every declared size before a byte is unpacked. The declared sizes can be relied on:
 * a stream that yields more than declared fails. Ratios are taken against the size of the archive itself, so that
 * entries which overlap do not hide a bomb.
 */
const readDirectory = (zip: ZipFile, file: string, archiveBytes: number): Promise<Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    let totalBytes = 0;
    if (zip.entryCount > LIMITS.zipEntries) {
      reject(refuseBomb(file, `it has ${zip.entryCount} entries, more than ${LIMITS.zipEntries}`));
      return;
    }
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      totalBytes += entry.uncompressedSize;
      if (totalBytes > LIMITS.zipUncompressedBytes) return reject(refuseBomb(file, 'it unpacks to more than 4 GiB'));
      if (totalBytes > LIMITS.zipRatioFromBytes && totalBytes > archiveBytes * LIMITS.zipRatio)
        return reject(refuseBomb(file, `it unpacks to more than ${LIMITS.zipRatio} times its size`));
      if (entry.isEncrypted())
        return reject(
          new InputRefused('ZIP_ENCRYPTED', file, `The entry ${JSON.stringify(entry.fileName)} is encrypted.`, {
            hint: 'Save it without a password.',
          }),
        );
      entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });

/** How many bytes an archive may unpack to is bounded by `LIMITS`; a bomb is refused before it is unpacked. */
const createArchive = async (zip: ZipFile, file: string, archiveBytes: number): Promise<ZipArchive> => {
  const raw = new Map<ZipEntry, Entry>();
  const byName = new Map<string, ZipEntry>();
  const invalid = (cause: unknown): InputRefused =>
    new InputRefused(
      'ZIP_INVALID',
      file,
      `The archive is damaged: ${cause instanceof Error ? cause.message : cause}.`,
      {
        cause,
      },
    );
  try {
    for (const entry of await readDirectory(zip, file, archiveBytes)) {
      const plain: ZipEntry = {
        name: entry.fileName,
        isFolder: entry.fileName.endsWith('/'),
        compressedBytes: entry.compressedSize,
        uncompressedBytes: entry.uncompressedSize,
      };
      raw.set(plain, entry);
      if (!byName.has(plain.name)) byName.set(plain.name, plain);
    }
  } catch (error) {
    zip.close();
    throw error instanceof InputRefused ? error : invalid(error);
  }

  /** The entry's own bytes; what is wrong with them is the archive's fault, whoever reads it. */
  async function* checked(stream: Readable): AsyncGenerator<Buffer> {
    try {
      yield* stream;
    } catch (error) {
      throw invalid(error);
    }
  }

  const open = (entry: ZipEntry): Promise<Readable> =>
    new Promise((resolve, reject) => {
      const target = raw.get(entry);
      if (target === undefined) return reject(new Error('The entry belongs to another archive.'));
      zip.openReadStream(target, (error, stream) => {
        if (error) reject(invalid(error));
        else resolve(Readable.from(checked(stream), { objectMode: false }));
      });
    });

  return {
    file,
    entries: [...raw.keys()],
    find: (name) => byName.get(name),
    open,
    async readAll(entry, maxBytes) {
      if (entry.uncompressedBytes > maxBytes)
        throw new InputRefused(
          'TOO_LARGE',
          file,
          `The entry ${JSON.stringify(entry.name)} is larger than ${maxBytes} bytes.`,
        );
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of await open(entry)) chunks.push(chunk);
      } catch (error) {
        throw error instanceof InputRefused ? error : invalid(error);
      }
      return Buffer.concat(chunks);
    },
    async extract(entry, toPath) {
      try {
        await pipeline(await open(entry), createWriteStream(toPath));
      } catch (error) {
        throw error instanceof InputRefused ? error : invalid(error);
      }
    },
    close: () =>
      new Promise((resolve) => {
        if (!zip.isOpen) return resolve();
        zip.once('close', () => resolve());
        zip.close();
      }),
  };
};

const refuseDirectory = (file: string, cause: unknown): InputRefused =>
  new InputRefused(
    'ZIP_INVALID',
    file,
    `The archive cannot be opened: ${cause instanceof Error ? cause.message : cause}.`,
    {
      cause,
    },
  );

/** Opens a ZIP on disk. @throws InputRefused ZIP_BOMB, ZIP_INVALID, ZIP_ENCRYPTED, TOO_LARGE */
export const openZip = async (path: string, file = path): Promise<ZipArchive> => {
  const { size } = await stat(path);
  if (size > LIMITS.fileBytes * 4) throw new InputRefused('TOO_LARGE', file, 'The archive is larger than 2 GiB.');
  let zip: ZipFile;
  try {
    zip = await callOpen(path);
  } catch (error) {
    throw refuseDirectory(file, error);
  }
  return createArchive(zip, file, size);
};

/** Opens a ZIP held in memory (a ZIP inside a ZIP). @throws InputRefused as `openZip` */
export const openZipBuffer = async (bytes: Buffer, file: string): Promise<ZipArchive> => {
  let zip: ZipFile;
  try {
    zip = await callFromBuffer(bytes);
  } catch (error) {
    throw refuseDirectory(file, error);
  }
  return createArchive(zip, file, bytes.length);
};
