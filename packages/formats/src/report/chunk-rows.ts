import { DuckDBBlobVector, type DuckDBDataChunk, DuckDBIntegerVector, type DuckDBVector } from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import { type ByteText, createByteText } from './byte-text.ts';

/** Sizes of DuckDB's string entry (`duckdb_string_t`): length, then the bytes themselves or their address. */
const ENTRY = 16;
const MOST_INLINE = 12;
const INLINE_AT = 4;
const ADDRESS_AT = 8;

/** Values lie one behind the other in DuckDB's memory, up to this many bytes apart; those between are copied along. */
const MOST_GAP = 16;

/** Rows of one chunk as stretches of one text. */
export interface ChunkRows {
  readonly text: ByteText;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Values that lie together: rows `[first, end)`, `length` bytes. */
interface Stretch {
  readonly first: number;
  readonly end: number;
  readonly length: number;
}

const lengthAt = (entries: DataView, row: number): number => entries.getUint32(row * ENTRY, true);
const isInline = (entries: DataView, row: number): boolean => lengthAt(entries, row) <= MOST_INLINE;

/** Addresses of 48 bits are exact as a number. */
const addressAt = (entries: DataView, row: number): number =>
  entries.getUint32(row * ENTRY + ADDRESS_AT, true) + entries.getUint32(row * ENTRY + ADDRESS_AT + 4, true) * 2 ** 32;

const stretchFrom = (entries: DataView, first: number, count: number): Stretch => {
  if (isInline(entries, first)) return { first, end: first + 1, length: lengthAt(entries, first) };
  const address = addressAt(entries, first);
  let stop = address + lengthAt(entries, first);
  let end = first + 1;
  for (; end < count && !isInline(entries, end); end++) {
    const next = addressAt(entries, end);
    if (next < stop || next > stop + MOST_GAP) break;
    stop = next + lengthAt(entries, end);
  }
  return { first, end, length: stop - address };
};

/** The memory of a column, once it is sure to hold values of the class, `size` bytes each, and no null. */
const dataOf = (
  chunk: DuckDBDataChunk,
  column: number,
  vectorClass: abstract new (...parts: never) => DuckDBVector,
  size: number,
): Uint8Array => {
  if (!(chunk.getColumnVector(column) instanceof vectorClass)) throw new Error(`rows need a ${vectorClass.name}`);
  const vector = bindings.data_chunk_get_vector(chunk.chunk, column);
  const words = Math.ceil(chunk.rowCount / 64);
  // Typed as always there; null when nothing is.
  const validity: Uint8Array | null = bindings.vector_get_validity(vector, words * 8);
  const isNull = (_: unknown, row: number): boolean => (((validity?.[row >> 3] ?? 0xff) >> (row & 7)) & 1) === 0;
  if (validity !== null && Array.from({ length: chunk.rowCount }).some(isNull)) throw new Error('a row is null');
  return bindings.vector_get_data(vector, chunk.rowCount * size);
};

/** The values of an INTEGER column of a chunk; only to be used while the chunk is. */
export const readChunkPlaces = (chunk: DuckDBDataChunk, column: number): Int32Array => {
  const { buffer, byteOffset } = dataOf(chunk, column, DuckDBIntegerVector, Int32Array.BYTES_PER_ELEMENT);
  return new Int32Array(buffer, byteOffset, chunk.rowCount);
};

/**
 * The values of a BLOB column of a chunk, behind `prefixLength` bytes of a text that `createText` makes of a length.
 * They are taken over in stretches of a hundred: to ask for each by itself costs 2 s of CPU per million.
 */
export const readChunkRows = (
  chunk: DuckDBDataChunk,
  column: number,
  prefixLength = 0,
  createText: (length: number) => ByteText = createByteText,
): ChunkRows => {
  const count = chunk.rowCount;
  const data = dataOf(chunk, column, DuckDBBlobVector, ENTRY);
  const entries = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const stretches: Stretch[] = [];
  let length = prefixLength;
  for (let row = 0; row < count; ) {
    const stretch = stretchFrom(entries, row, count);
    stretches.push(stretch);
    length += stretch.length;
    row = stretch.end;
  }
  const text = createText(length);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let at = prefixLength;
  for (const stretch of stretches) {
    const { first, end } = stretch;
    text.bytes.set(bytesOf(data, entries, stretch), at);
    const origin = isInline(entries, first) ? 0 : addressAt(entries, first);
    for (let row = first; row < end; row++) {
      const start = at + (origin === 0 ? 0 : addressAt(entries, row) - origin);
      starts[row] = start;
      ends[row] = start + lengthAt(entries, row);
    }
    at += stretch.length;
  }
  return { text, starts, ends };
};

const bytesOf = (data: Uint8Array, entries: DataView, { first, length }: Stretch): Uint8Array => {
  const at = data.byteOffset + first * ENTRY;
  if (isInline(entries, first)) return new Uint8Array(data.buffer, at + INLINE_AT, length);
  // The memory of a vector is never shared between threads of JavaScript.
  return bindings.get_data_from_pointer(data.buffer as ArrayBuffer, at + ADDRESS_AT, length);
};
