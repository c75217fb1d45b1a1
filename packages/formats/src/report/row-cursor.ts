import type { DuckDBDataChunk } from '@duckdb/node-api';
import { type ByteText, createByteText } from './byte-text.ts';
import { type ChunkRows, readChunkPlaces, readChunkRows } from './chunk-rows.ts';

/** Places between the row at hand and the furthest that may wait; a power of two. */
const WINDOW = 1 << 19;
/** DuckDB's chunks hold no more rows. */
const ROWS_PER_CHUNK = 2048;

interface LiveChunk extends ChunkRows {
  /** Rows that were not passed yet. */
  left: number;
}

/** Texts that are kept for later chunks. */
const MOST_SPARE = 8;

/** Puts rows in order that come nearly so, each with its place (1 to n, each once), without an object for each. */
export class RowCursor {
  /** Where the row at hand stands; the text is written over when the next chunk is added. */
  text: ByteText = createByteText(0);
  start = 0;
  end = 0;
  /** Place of the row that comes after it. */
  next = 1;
  /** Rows that came before one before them. */
  waiting = 0;
  /** For each place of the window the chunk and the row in it, or 0. */
  private readonly slots = new Int32Array(WINDOW);
  private readonly chunks: (LiveChunk | undefined)[] = [];
  private readonly free: number[] = [];
  private readonly prefix: Uint8Array;
  private readonly spare: ByteText[] = [];

  /** @param prefix what each text begins with. */
  constructor(prefix: Uint8Array) {
    this.prefix = prefix;
  }

  /**
   * Takes the rows of a chunk of two columns, place and BLOB. False when a row lies too far ahead: nothing of the chunk
   * is taken then.
   */
  add(chunk: DuckDBDataChunk): boolean {
    const places = readChunkPlaces(chunk, 0);
    for (const place of places) if (place - this.next >= WINDOW) return false;
    const rows = readChunkRows(chunk, 1, this.prefix.length, (length) => this.createText(length));
    const number = this.free.pop() ?? this.chunks.length;
    this.chunks[number] = { ...rows, left: places.length };
    for (let row = 0; row < places.length; row++)
      this.slots[(places[row] ?? 0) % WINDOW] = number * ROWS_PER_CHUNK + row + 1;
    this.waiting += places.length;
    return true;
  }

  /** Goes to the next row; false when it has not come yet. */
  advance(): boolean {
    const slot = (this.slots[this.next % WINDOW] ?? 0) - 1;
    if (slot < 0) return false;
    this.slots[this.next % WINDOW] = 0;
    const number = Math.trunc(slot / ROWS_PER_CHUNK);
    const chunk = this.chunks[number];
    if (chunk === undefined) throw new Error('a row stands in a chunk that was passed');
    const row = slot % ROWS_PER_CHUNK;
    this.text = chunk.text;
    this.start = chunk.starts[row] ?? 0;
    this.end = chunk.ends[row] ?? 0;
    if (--chunk.left === 0) {
      this.chunks[number] = undefined;
      this.free.push(number);
      if (this.spare.length < MOST_SPARE) this.spare.push(chunk.text);
    }
    this.next++;
    this.waiting--;
    return true;
  }

  /** Forgets the rows that wait. */
  clear(): void {
    this.slots.fill(0);
    this.chunks.length = 0;
    this.free.length = 0;
    this.waiting = 0;
  }

  /** A text of an earlier chunk, or a new one: half a megabyte a chunk keeps the garbage collector busy. */
  private createText(length: number): ByteText {
    const text = this.spare.pop();
    return text !== undefined && text.length >= length ? text : createByteText(length, this.prefix);
  }
}
