import { crcAdvance } from './crc32.ts';
import type { DeflatedPiece } from './record-deflater.ts';

/** Joins pieces into one gzip file (RFC 1952, one member) without touching their bytes again. */
export class GzipJoiner {
  private crc = ~0;
  private length = 0;

  /** No name, no time: the same lines give the same file. */
  readonly header: Uint8Array = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

  /** Counts the piece in and gives its bytes. */
  add(piece: DeflatedPiece): Uint8Array {
    this.crc = crcAdvance(this.crc, piece.length) ^ piece.crc;
    this.length = (this.length + piece.length) % 2 ** 32;
    return piece.bytes;
  }

  /** An empty last block, the checksum and the length. */
  trailer(): Uint8Array {
    const bytes = new Uint8Array(10);
    bytes.set([0b11, 0]);
    const view = new DataView(bytes.buffer);
    view.setInt32(2, ~this.crc, true);
    view.setUint32(6, this.length, true);
    return bytes;
  }
}
