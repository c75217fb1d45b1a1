import { type FileHandle, open } from 'node:fs/promises';
import { DeflateStream, type DeflateTotals } from './deflate-stream.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const END_ZIP64_SIGNATURE = 0x06064b50;
const LOCATOR_ZIP64_SIGNATURE = 0x07064b50;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** 1 January 1980, where the time of zip begins: the same content is the same file. */
const FIRST_DAY = 0x0021;
const MAX_32 = 0xffff_ffff;

const ZIP64_FIELD = 0x0001;
/** The "growth hint" of Open Packaging: room in a local header, which turns into a zip64 field when sizes need one. */
const GROWTH_HINT_FIELD = 0xa220;
const GROWTH_HINT_SIGNATURE = 0xa028;

interface Entry extends DeflateTotals {
  readonly name: Buffer;
  readonly offset: number;
}

/** Writes little-endian numbers one behind the other. */
class Record {
  private readonly bytes: number[] = [];

  u16(...values: number[]): this {
    for (const value of values) this.bytes.push(value & 0xff, (value >>> 8) & 0xff);
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) this.u16(value & 0xffff, Math.floor(value / 2 ** 16) & 0xffff);
    return this;
  }

  u64(...values: number[]): this {
    for (const value of values) this.u32(value % 2 ** 32, Math.floor(value / 2 ** 32));
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.bytes.push(...bytes);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

const isLarge = ({ length, compressedLength }: DeflateTotals): boolean =>
  length >= MAX_32 || compressedLength >= MAX_32;

const localHeader = (entry: Entry): Uint8Array => {
  const large = isLarge(entry);
  const record = new Record()
    .u32(LOCAL_SIGNATURE)
    .u16(large ? VERSION_ZIP64 : VERSION, UTF8_NAMES, DEFLATED, 0, FIRST_DAY)
    .u32(entry.crc, large ? MAX_32 : entry.compressedLength, large ? MAX_32 : entry.length)
    .u16(entry.name.length, 20)
    .raw(entry.name);
  // Both fields are 20 bytes long, so that the header keeps its length.
  if (large) return record.u16(ZIP64_FIELD, 16).u64(entry.length, entry.compressedLength).done();
  return record.u16(GROWTH_HINT_FIELD, 16, GROWTH_HINT_SIGNATURE, 0).u32(0, 0, 0).done();
};

const centralHeader = (entry: Entry): Uint8Array => {
  const { name, crc, length, compressedLength, offset } = entry;
  const large = isLarge(entry) || offset >= MAX_32;
  const record = new Record()
    .u32(CENTRAL_SIGNATURE)
    .u16(VERSION_ZIP64, large ? VERSION_ZIP64 : VERSION, UTF8_NAMES, DEFLATED, 0, FIRST_DAY)
    .u32(crc, large ? MAX_32 : compressedLength, large ? MAX_32 : length)
    .u16(name.length, large ? 28 : 0, 0, 0, 0)
    .u32(0, large ? MAX_32 : offset)
    .raw(name);
  return large ? record.u16(ZIP64_FIELD, 24).u64(length, compressedLength, offset).done() : record.done();
};

const endRecords = (entries: number, centralLength: number, centralOffset: number): Uint8Array => {
  const record = new Record();
  const large = centralOffset + centralLength >= MAX_32;
  if (large) {
    record
      .u32(END_ZIP64_SIGNATURE)
      .u64(44)
      .u16(VERSION_ZIP64, VERSION_ZIP64)
      .u32(0, 0)
      .u64(entries, entries, centralLength, centralOffset)
      .u32(LOCATOR_ZIP64_SIGNATURE, 0)
      .u64(centralOffset + centralLength)
      .u32(1);
  }
  return record
    .u32(END_SIGNATURE)
    .u16(0, 0, entries, entries)
    .u32(large ? MAX_32 : centralLength, large ? MAX_32 : centralOffset)
    .u16(0)
    .done();
};

/**
 * A ZIP archive (APPNOTE.TXT) whose entries are compressed on several threads while they are made, with zip64 records
 * only where sizes ask for them. Libraries compress an entry on one thread and compute its checksum in JavaScript,
 * which is most of the time of a large workbook.
 */
export class ZipFile {
  private readonly file: FileHandle;
  private readonly threads: number;
  private readonly entries: Entry[] = [];
  private offset = 0;

  private constructor(file: FileHandle, threads: number) {
    this.file = file;
    this.threads = threads;
  }

  /** Writes an archive; the file is closed whatever happens. At most 65,534 entries. */
  static async write(path: string, threads: number, fill: (zip: ZipFile) => Promise<void>): Promise<void> {
    const file = await open(path, 'w');
    try {
      const zip = new ZipFile(file, threads);
      await fill(zip);
      await zip.end();
    } finally {
      await file.close();
    }
  }

  /** Adds an entry whose content comes in pieces of UTF-8. Entries are added one after the other. */
  async add(name: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const offset = this.offset;
    const encoded = Buffer.from(name);
    const empty = { name: encoded, offset, crc: 0, length: 0, compressedLength: 0 };
    await this.append(localHeader(empty));
    const stream = new DeflateStream((bytes) => this.append(bytes), this.threads);
    try {
      for await (const piece of pieces) await stream.write(Buffer.from(piece));
    } catch (error) {
      await stream.settle();
      throw error;
    }
    const entry: Entry = { ...empty, ...(await stream.end()) };
    await this.file.write(localHeader(entry), 0, undefined, offset);
    this.entries.push(entry);
  }

  private async end(): Promise<void> {
    const centralOffset = this.offset;
    for (const entry of this.entries) await this.append(centralHeader(entry));
    await this.append(endRecords(this.entries.length, this.offset - centralOffset, centralOffset));
  }

  private async append(bytes: Uint8Array): Promise<void> {
    const at = this.offset;
    this.offset += bytes.length;
    await this.file.write(bytes, 0, bytes.length, at);
  }
}
