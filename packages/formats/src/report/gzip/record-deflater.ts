import { crcOfBytes, createAdvanceTables } from './crc32.ts';
import { DeflateWriter, MATCH_FLAG, MAX_DISTANCE, MAX_MATCH, MIN_MATCH } from './deflate-writer.ts';

/** Stands between the values in the buffer of a caller; no JSON or XML text holds it, so no match runs over it. */
export const VALUE_SEPARATOR = 0x1f;

/**
 * A kind of record as columns, one entry per part. A part is fixed text (`segments`, an id) and the value behind it
 * (`values`, an index into what the caller gives for a record). `slots` names the place of the part, so that it is
 * found again in the next record; `twins` is the slot of an earlier part that often holds the same, or -1.
 */
export interface RecordTemplate {
  readonly segments: Int32Array;
  readonly slots: Int32Array;
  readonly values: Int32Array;
  readonly twins: Int32Array;
  /** 1 where the value is long text, which is searched for repetitions. */
  readonly texts: Uint8Array;
  /** Fixed text that ends the record, an id. */
  readonly lastSegment: number;
}

export interface DeflatedPiece {
  /** DEFLATE blocks, not the last ones of a stream, ending on a byte. */
  readonly bytes: Uint8Array;
  /** What came in. */
  readonly length: number;
  /** Bare CRC register of what came in, begun at 0. */
  readonly crc: number;
}

const NEVER = -(2 ** 30);
const HASH_BITS = 14;
/** A repetition inside a value is worth a match of its own from here on. */
const MIN_REPETITION = 5;

/**
 * Compresses records that are made of fixed text and varying values by saying what repeats instead of searching for
 * it. A result line is nine tenths key names: putting a million of them together takes DuckDB 15 s of CPU and zlib
 * (level 1) another 8 s; here fixed text and values that did not change cost a few steps, and no line is put together.
 */
export class RecordDeflater {
  private readonly writer = new DeflateWriter();
  private readonly segments: readonly Uint8Array[];
  private readonly segmentLengths: Int32Array;
  private readonly segmentCrcs: Int32Array;
  private readonly segmentAdvances: readonly Int32Array[];
  /** Where each fixed text stood last. */
  private readonly segmentAt: Int32Array;
  /** Of each slot's last part: where its value stands in the stream, its fixed text, and its value in the buffer. */
  private readonly slotAt: Int32Array;
  private readonly slotSegment: Int32Array;
  private readonly slotStart: Int32Array;
  private readonly slotEnd: Int32Array;
  private readonly hashStart = new Int32Array(1 << HASH_BITS);
  private readonly hashAt = new Int32Array(1 << HASH_BITS).fill(NEVER);
  private at = 0;
  private crc = 0;
  /** Bytes not yet written that repeat what stands `runDistance` before them. */
  private runLength = 0;
  private runDistance = 0;

  constructor(segments: readonly Uint8Array[], slots: number) {
    const advances = new Map(segments.map(({ length }) => [length, createAdvanceTables(length)]));
    this.segments = segments;
    this.segmentLengths = Int32Array.from(segments, ({ length }) => length);
    this.segmentCrcs = Int32Array.from(segments, (bytes) => crcOfBytes(0, bytes, 0, bytes.length));
    this.segmentAdvances = segments.map(({ length }) => advances.get(length) ?? new Int32Array(1024));
    this.segmentAt = new Int32Array(segments.length).fill(NEVER);
    this.slotAt = new Int32Array(slots).fill(NEVER);
    this.slotSegment = new Int32Array(slots).fill(-1);
    this.slotStart = new Int32Array(slots);
    this.slotEnd = new Int32Array(slots);
  }

  /**
   * Adds a record whose value number `v` is `buffer[starts[v], ends[v])`. The values of the records before must still
   * stand in the buffer, up to the last call of `forgetValues` or `take`.
   */
  add(template: RecordTemplate, buffer: Uint8Array, starts: Int32Array, ends: Int32Array): void {
    const { segmentLengths, slotAt, slotSegment, slotStart, slotEnd } = this;
    const { segments, slots, values, twins, texts } = template;
    for (let part = 0; part < slots.length; part++) {
      const slot = slots[part] ?? 0;
      const segment = segments[part] ?? 0;
      const start = starts[values[part] ?? 0] ?? 0;
      const end = ends[values[part] ?? 0] ?? 0;
      const length = end - start;
      const segmentLength = segmentLengths[segment] ?? 0;
      const at = this.at + segmentLength;
      this.crc = crcOfBytes(this.advance(segment), buffer, start, end);

      const distance = at - (slotAt[slot] ?? 0);
      const prefix =
        distance <= MAX_DISTANCE ? equalBytes(buffer, slotStart[slot] ?? 0, slotEnd[slot] ?? 0, start, length) : 0;
      const twin = twins[part] ?? -1;
      const twinDistance = twin < 0 ? NEVER : at - (slotAt[twin] ?? 0);
      const isLikeLast = distance <= MAX_DISTANCE && slotSegment[slot] === segment;
      slotAt[slot] = at;
      slotSegment[slot] = segment;
      slotStart[slot] = start;
      slotEnd[slot] = end;

      if (isLikeLast && prefix === length && distance === this.runDistance) this.runLength += segmentLength + length;
      else {
        const isTwin =
          twin >= 0 &&
          twinDistance <= MAX_DISTANCE &&
          (slotEnd[twin] ?? 0) - (slotStart[twin] ?? 0) === length &&
          equalBytes(buffer, slotStart[twin] ?? 0, slotEnd[twin] ?? 0, start, length) === length;
        const isWholeTwin = isTwin && slotSegment[twin] === segment;
        if (isWholeTwin && twinDistance === this.runDistance) this.runLength += segmentLength + length;
        else if (isLikeLast && prefix === length) this.repeat(segmentLength + length, distance);
        else if (isWholeTwin) this.repeat(segmentLength + length, twinDistance);
        else {
          this.fixed(segment, isLikeLast ? distance : NEVER);
          if (isTwin && length >= MIN_MATCH) this.repeat(length, twinDistance);
          else this.value(buffer, start, end, at, prefix, distance, texts[part] === 1);
        }
      }
      this.segmentAt[segment] = at - segmentLength;
      this.at = at + length;
    }
    this.end(template.lastSegment);
  }

  /** To be called when the caller's buffer starts over: the values in it are gone. */
  forgetValues(): void {
    this.slotAt.fill(NEVER);
    this.hashAt.fill(NEVER);
  }

  /** Ends a piece: nothing after it refers to anything in it. */
  take(): DeflatedPiece {
    this.flush();
    const piece = { bytes: this.writer.take(), length: this.at, crc: this.crc };
    this.at = 0;
    this.crc = 0;
    this.segmentAt.fill(NEVER);
    this.forgetValues();
    return piece;
  }

  private end(segment: number): void {
    this.crc = this.advance(segment);
    this.fixed(segment, NEVER);
    this.segmentAt[segment] = this.at;
    this.at += this.segmentLengths[segment] ?? 0;
  }

  /** The checksum moved over a fixed text. */
  private advance(segment: number): number {
    const tables = this.segmentAdvances[segment] ?? this.segmentCrcs;
    const { crc } = this;
    return (
      (tables[crc & 0xff] ?? 0) ^
      (tables[256 + ((crc >>> 8) & 0xff)] ?? 0) ^
      (tables[512 + ((crc >>> 16) & 0xff)] ?? 0) ^
      (tables[768 + (crc >>> 24)] ?? 0) ^
      (this.segmentCrcs[segment] ?? 0)
    );
  }

  /** A fixed text alone: by the run that goes on, else as in the record before, else as it stood last. */
  private fixed(segment: number, distance: number): void {
    const length = this.segmentLengths[segment] ?? 0;
    const last = this.at - (this.segmentAt[segment] ?? 0);
    if (last === this.runDistance && this.runLength > 0) this.runLength += length;
    else if (length >= MIN_MATCH && distance > 0) this.repeat(length, distance);
    else if (length >= MIN_MATCH && last <= MAX_DISTANCE) this.repeat(length, last);
    else this.literals(this.segments[segment] ?? new Uint8Array(0), 0, length);
  }

  /** A value that is not wholly known: `prefix` bytes of it stand `distance` before. */
  private value(
    buffer: Uint8Array,
    start: number,
    end: number,
    at: number,
    prefix: number,
    distance: number,
    isText: boolean,
  ): void {
    let from = start;
    if (prefix >= MIN_REPETITION || (prefix > 0 && this.runLength > 0 && distance === this.runDistance)) {
      this.repeat(prefix, distance);
      from += prefix;
    }
    if (isText) this.text(buffer, from, end, at + from - start);
    else this.literals(buffer, from, end);
  }

  private text(buffer: Uint8Array, start: number, end: number, at: number): void {
    const { hashStart, hashAt } = this;
    let from = start;
    let to = start;
    const stop = end - MIN_REPETITION;
    while (to <= stop) {
      const word =
        (buffer[to] ?? 0) |
        ((buffer[to + 1] ?? 0) << 8) |
        ((buffer[to + 2] ?? 0) << 16) |
        ((buffer[to + 3] ?? 0) << 24);
      const hash = Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
      const earlier = hashStart[hash] ?? 0;
      const distance = at + to - start - (hashAt[hash] ?? 0);
      hashStart[hash] = to;
      hashAt[hash] = at + to - start;
      const length = distance <= MAX_DISTANCE ? repetition(buffer, earlier, to, end) : 0;
      if (length < MIN_REPETITION) {
        to++;
        continue;
      }
      this.literals(buffer, from, to);
      this.repeat(length, distance);
      to += length;
      from = to;
    }
    this.literals(buffer, from, end);
  }

  private repeat(length: number, distance: number): void {
    if (distance !== this.runDistance) {
      this.flush();
      this.runDistance = distance;
    }
    this.runLength += length;
  }

  private literals(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    this.flush();
    const { writer } = this;
    writer.reserveTokens(end - start);
    const { tokens } = writer;
    let count = writer.tokenCount;
    for (let at = start; at < end; at++) tokens[count++] = bytes[at] ?? 0;
    writer.tokenCount = count;
  }

  /** Writes the run as matches, none of them shorter than a match may be. */
  private flush(): void {
    let rest = this.runLength;
    if (rest > 0) {
      const { writer } = this;
      writer.reserveTokens(Math.ceil(rest / MAX_MATCH) + 1);
      const distance = MATCH_FLAG | (this.runDistance << 9);
      while (rest > 0) {
        const length = rest <= MAX_MATCH ? rest : Math.min(MAX_MATCH, rest - MIN_MATCH);
        writer.tokens[writer.tokenCount++] = distance | length;
        rest -= length;
      }
    }
    this.runLength = 0;
    this.runDistance = 0;
  }
}

/** How many bytes from `start` on are those of `[other, otherEnd)`, `length` at most. */
const equalBytes = (buffer: Uint8Array, other: number, otherEnd: number, start: number, length: number): number => {
  if (other === start) return length;
  const most = Math.min(length, otherEnd - other);
  let count = 0;
  while (count < most && buffer[other + count] === buffer[start + count]) count++;
  return count;
};

const repetition = (buffer: Uint8Array, earlier: number, at: number, end: number): number => {
  let length = 0;
  while (
    at + length < end &&
    buffer[earlier + length] === buffer[at + length] &&
    buffer[at + length] !== VALUE_SEPARATOR
  )
    length++;
  return length;
};
