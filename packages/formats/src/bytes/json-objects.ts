import { InputRefused } from '../input-refused.ts';
import { LIMITS } from './limits.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * Finds the records of a JSON text without building the whole of it: the objects of the first array of objects
 * (`[{…}]`, `{"documents": [{…}]}`), or the objects of JSON Lines (`{…}\n{…}`). Depth and record size are bounded.
 *
 * Only the nesting is judged here; each record is judged by `JSON.parse` when it is read.
 */
export class JsonRecordScanner {
  readonly #file: string;
  readonly #isLines: boolean;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** Depth inside the array whose objects are the records; 0 for JSON Lines, -1 until it is found. */
  #recordDepth: number;
  #lastOpenedArray = -1;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #isDone = false;

  constructor(file: string, isLines: boolean) {
    this.#file = file;
    this.#isLines = isLines;
    this.#recordDepth = isLines ? 0 : -1;
  }

  /** True once an array of records was found. */
  get hasFound(): boolean {
    return this.#recordDepth >= 0;
  }

  /** The texts of the records that end in this chunk. */
  push(chunk: Buffer): string[] {
    const records: string[] = [];
    let start = this.#keptBytes > 0 ? 0 : -1;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isInString = false;
      } else if (byte === QUOTE) {
        this.#isInString = true;
        this.#lastOpenedArray = -1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (byte === OPEN_OBJECT && this.#startsRecord()) start = i;
        this.#open(byte === OPEN_ARRAY);
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        this.#depth--;
        if (this.#depth < 0) throw this.#invalid('a bracket closes that was not opened');
        if (byte === CLOSE_OBJECT && start >= 0 && this.#depth === this.#recordDepth) {
          records.push(this.#finish(chunk.subarray(start, i + 1)));
          start = -1;
        } else if (byte === CLOSE_ARRAY && this.#depth < this.#recordDepth) this.#isDone = true;
      }
    }
    if (start >= 0) this.#keep(chunk.subarray(start));
    return records;
  }

  end(): void {
    if (this.#depth !== 0 || this.#isInString) throw this.#invalid('it ends too early; the file is cut off');
  }

  #startsRecord(): boolean {
    if (this.#isDone) return false;
    if (this.#recordDepth < 0 && this.#lastOpenedArray === this.#depth) this.#recordDepth = this.#depth;
    return this.#depth === this.#recordDepth;
  }

  #open(isArray: boolean): void {
    if (++this.#depth > LIMITS.jsonDepth)
      throw new InputRefused('JSON_TOO_DEEP', this.#file, `The JSON nests deeper than ${LIMITS.jsonDepth} levels.`);
    this.#lastOpenedArray = isArray && !this.#isLines ? this.#depth : -1;
  }

  #keep(part: Buffer): void {
    this.#kept.push(Buffer.from(part));
    this.#keptBytes += part.length;
    if (this.#keptBytes > LIMITS.jsonObjectBytes)
      throw new InputRefused('TOO_LARGE', this.#file, 'One record of the JSON is larger than 16 MiB.');
  }

  #finish(part: Buffer): string {
    if (this.#keptBytes === 0) return part.toString('utf8');
    this.#keep(part);
    const text = Buffer.concat(this.#kept).toString('utf8');
    this.#kept = [];
    this.#keptBytes = 0;
    return text;
  }

  #invalid(why: string): InputRefused {
    return new InputRefused('JSON_INVALID', this.#file, `The JSON is not well-formed: ${why}.`);
  }
}
