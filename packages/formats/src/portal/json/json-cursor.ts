import { PORTAL_LIMITS } from '../limits.ts';
import type { JsonScalar } from './answer-node.ts';
import { JsonFault, type JsonReader, MORE } from './json-reader.ts';

/** A step of the walk: it yields when it wants more bytes. */
export type Walk<T = void> = Generator<undefined, T, undefined>;

export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const COLON = 0x3a;
export const QUOTE = 0x22;
const COMMA = 0x2c;

/** The grammar of JSON over a `JsonReader`, for the levels above the documents. */
export class JsonCursor {
  readonly reader: JsonReader;
  /** Containers that are open. */
  depth = 0;

  constructor(reader: JsonReader) {
    this.reader = reader;
  }

  *peek(): Walk<number> {
    let byte = this.reader.peek();
    while (byte === MORE) {
      yield;
      byte = this.reader.peek();
    }
    return byte;
  }

  /** Passes the opening bracket; false when the container is empty. */
  *enter(close: number): Walk<boolean> {
    this.reader.pos++;
    if (++this.depth > PORTAL_LIMITS.depth) {
      throw new JsonFault('JSON_TOO_DEEP', `nested deeper than ${PORTAL_LIMITS.depth} levels`, this.reader.offset);
    }
    if ((yield* this.peek()) !== close) return true;
    this.reader.pos++;
    this.depth--;
    return false;
  }

  /** Passes the comma, or the closing bracket, which gives false. */
  *next(close: number): Walk<boolean> {
    return this.isMore(yield* this.peek(), close);
  }

  isMore(byte: number, close: number): boolean {
    if (byte !== COMMA && byte !== close) throw this.fault(`expected , or ${String.fromCharCode(close)}`);
    this.reader.pos++;
    if (byte === close) this.depth--;
    return byte === COMMA;
  }

  *key(): Walk<string> {
    if ((yield* this.peek()) !== QUOTE) throw this.fault('expected the name of a member');
    const key = yield* this.value(PORTAL_LIMITS.keyBytes);
    if ((yield* this.peek()) !== COLON) throw this.fault('expected :');
    this.reader.pos++;
    if (typeof key !== 'string') throw this.fault('expected the name of a member');
    return key;
  }

  *skip(): Walk {
    const reader = this.reader;
    const start = reader.offset;
    reader.begin(0);
    while (!reader.pass(this.depth)) yield;
    if (reader.offset === start) throw this.fault('a value is missing');
  }

  /** The value as it stands. */
  *raw(): Walk<string> {
    const reader = this.reader;
    reader.begin(PORTAL_LIMITS.valueBytes);
    while (!reader.pass(this.depth)) yield;
    if (reader.pos === reader.mark) throw this.fault('a value is missing');
    const text = reader.text(reader.mark, reader.pos);
    reader.release();
    return text;
  }

  *value(limitBytes: number): Walk<unknown> {
    const reader = this.reader;
    reader.begin(limitBytes);
    while (!reader.pass(this.depth)) yield;
    const text = reader.text(reader.mark, reader.pos);
    reader.release();
    try {
      return JSON.parse(text);
    } catch {
      throw this.fault('a value is not valid JSON');
    }
  }

  *parsed(): Walk<unknown> {
    return yield* this.value(PORTAL_LIMITS.valueBytes);
  }

  /** A short scalar; undefined for one that is longer than any we ask for (an encrypted body, say). */
  *scalar(): Walk<JsonScalar | undefined> {
    const value = yield* this.raw();
    if (value.length > PORTAL_LIMITS.headerBytes) return undefined;
    try {
      const parsed: unknown = JSON.parse(value);
      return isScalar(parsed) ? parsed : undefined;
    } catch {
      throw this.fault('a value is not valid JSON');
    }
  }

  fault(message: string): JsonFault {
    return new JsonFault('JSON_INVALID', message, this.reader.offset);
  }

  tooLarge(message: string): JsonFault {
    return new JsonFault('TOO_LARGE', message, this.reader.offset);
  }
}

export const isScalar = (value: unknown): value is JsonScalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
