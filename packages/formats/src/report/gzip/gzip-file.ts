import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';

const deflate = promisify<Uint8Array, object, Buffer>(deflateRaw);

/**
 * zlib's fastest level: level 6 takes 2.6 times as long for a result file that is a tenth smaller. Each piece ends on
 * a byte without ending the stream, so that pieces made side by side are one stream when they stand one behind the other.
 */
const PIECE_OPTIONS = {
  level: 1,
  finishFlush: constants.Z_SYNC_FLUSH,
  // A piece comes back in steps of this size, each of which has to wait for the main thread.
  chunkSize: 1 << 20,
};

const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
/** An empty last block. */
const LAST_BLOCK = [0b11, 0];

/**
 * A gzip file (RFC 1952, one member, no name and no time) that is compressed piece by piece on the threads of libuv.
 * The bytes depend on the pieces alone, not on the threads.
 */
export class GzipFile {
  private readonly file: FileHandle;
  /** Pieces may wait here while earlier ones are compressed. */
  private readonly maxPending: number;
  private readonly pending: Promise<void>[] = [];
  private last: Promise<void> = Promise.resolve();
  private crc = 0;
  private length = 0;

  private constructor(file: FileHandle, threads: number) {
    this.file = file;
    this.maxPending = threads + 1;
  }

  static async create(path: string, threads: number): Promise<GzipFile> {
    const file = await open(path, 'w');
    await file.write(HEADER);
    return new GzipFile(file, threads);
  }

  /** Takes the bytes over: the caller must not change them any more. Resolves when there is room for another piece. */
  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.crc = crc32(bytes, this.crc);
    this.length = (this.length + bytes.length) % 2 ** 32;
    const compressed = deflate(bytes, PIECE_OPTIONS);
    const before = this.last;
    this.last = (async () => {
      const piece = await compressed;
      await before;
      await this.file.write(piece);
    })();
    // A failure is met by whoever awaits the piece next; here it must not count as unhandled.
    this.last.catch(() => undefined);
    this.pending.push(this.last);
    if (this.pending.length >= this.maxPending) await this.pending.shift();
  }

  /** Writes what is left and closes the file. */
  async end(): Promise<void> {
    await this.last;
    const trailer = new Uint8Array(10);
    trailer.set(LAST_BLOCK);
    const view = new DataView(trailer.buffer);
    view.setUint32(2, this.crc, true);
    view.setUint32(6, this.length, true);
    await this.file.write(trailer);
    await this.file.close();
  }

  /** Closes the file as it is, after a failure elsewhere. */
  async abandon(): Promise<void> {
    await this.last.catch(() => undefined);
    await this.file.close();
  }
}
