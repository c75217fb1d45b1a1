import { type FileHandle, open } from 'node:fs/promises';
import { DeflateStream } from './deflate-stream.ts';

/** No name and no time: the same content is the same file. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

/** A gzip file (RFC 1952) of one member, compressed on several threads. */
export class GzipFile {
  private readonly file: FileHandle;
  private readonly stream: DeflateStream;

  private constructor(file: FileHandle, threads: number) {
    this.file = file;
    this.stream = new DeflateStream(async (bytes) => {
      await file.write(bytes);
    }, threads);
  }

  static async create(path: string, threads: number): Promise<GzipFile> {
    const file = await open(path, 'w');
    await file.write(HEADER);
    return new GzipFile(file, threads);
  }

  /** Takes the bytes over: the caller must not change them any more. */
  write(bytes: Uint8Array): Promise<void> {
    return this.stream.write(bytes);
  }

  /** Writes what is left and closes the file. */
  async end(): Promise<void> {
    const { crc, length } = await this.stream.end();
    const trailer = new DataView(new ArrayBuffer(8));
    trailer.setUint32(0, crc, true);
    trailer.setUint32(4, length % 2 ** 32, true);
    await this.file.write(new Uint8Array(trailer.buffer));
    await this.file.close();
  }

  /** Closes the file as it is, after a failure. */
  async abandon(): Promise<void> {
    await this.stream.settle();
    await this.file.close();
  }
}
