import { PORTAL_LIMITS } from '../limits.ts';

/** Where bytes come from: a file, or an entry of a ZIP. `read` gives 0 at the end. */
export interface ByteSource {
  read(into: Uint8Array, offset: number, length: number): Promise<number>;
}

/** Why a JSON text cannot be walked; `offset` is the byte in the text. */
export class JsonFault extends Error {
  readonly code: 'JSON_INVALID' | 'JSON_TOO_DEEP' | 'TOO_LARGE';
  readonly offset: number;
  constructor(code: JsonFault['code'], message: string, offset: number) {
    super(message);
    this.name = 'JsonFault';
    this.code = code;
    this.offset = offset;
  }
}

/** What `peek` gives when the window ran out, and when the text is over. */
export const MORE = -2;
export const END = -1;

const WINDOW_BYTES = 4_194_304;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * A window that slides over JSON bytes of any length. Every step is synchronous and resumable: it says when it needs
 * more bytes, the caller yields, `fill` brings them, the step goes on. One document costs no promise and no string,
 * which is what makes a million of them cheap.
 */
export class JsonReader {
  bytes: Buffer;
  pos = 0;
  /** Start of the value that must stay in the window, or -1. */
  mark = -1;
  /** Whether the value just read holds line breaks between its tokens. */
  sawLineBreak = false;
  #end = 0;
  #finished = false;
  #consumed = 0;
  #depth = 0;
  #inString = false;
  #inScalar = false;
  #valueLimit = 0;
  #valueStart = 0;
  readonly #source: ByteSource;

  constructor(source: ByteSource, windowBytes = WINDOW_BYTES) {
    this.#source = source;
    this.bytes = Buffer.allocUnsafe(windowBytes);
  }

  /** Bytes of the text that lie behind. */
  get offset(): number {
    return this.#consumed + this.pos;
  }

  /** Brings more bytes into the window; what lies before `mark` (or `pos`) is dropped. Gives the bytes read. */
  async fill(): Promise<number> {
    const keepFrom = this.mark >= 0 ? this.mark : this.pos;
    if (keepFrom > 0) {
      this.bytes.copyWithin(0, keepFrom, this.#end);
      this.#consumed += keepFrom;
      this.pos -= keepFrom;
      this.#end -= keepFrom;
      if (this.mark >= 0) this.mark = 0;
    }
    if (this.#end === this.bytes.length) {
      const wider = Buffer.allocUnsafe(this.bytes.length * 2);
      this.bytes.copy(wider, 0, 0, this.#end);
      this.bytes = wider;
    }
    const read = await this.#source.read(this.bytes, this.#end, this.bytes.length - this.#end);
    if (read === 0) this.#finished = true;
    this.#end += read;
    return read;
  }

  /** The next byte that is not white space, without passing it; MORE or END. */
  peek(): number {
    const { bytes } = this;
    const end = this.#end;
    let pos = this.pos;
    while (pos < end) {
      const byte = bytes[pos] ?? 0;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) {
        this.pos = pos;
        return byte;
      }
      pos++;
    }
    this.pos = pos;
    return this.#finished ? END : MORE;
  }

  /**
   * Starts on the value at `pos`. With a limit the value is kept whole in `[mark, pos)` once `pass` is true, until
   * `release`; with 0 its bytes are let go.
   */
  begin(limitBytes: number): void {
    this.#valueLimit = limitBytes;
    this.#valueStart = this.offset;
    this.mark = limitBytes > 0 ? this.pos : -1;
    this.goOn();
  }

  /** Starts on the value at `pos`, keeping what has been kept since `begin`. */
  goOn(): void {
    this.#depth = 0;
    this.#inString = false;
    this.#inScalar = false;
    this.sawLineBreak = false;
  }

  /** Moves behind the value; false when more bytes are needed. `baseDepth` is how deep the value itself lies. */
  pass(baseDepth: number): boolean {
    const done = this.#scan(PORTAL_LIMITS.depth - baseDepth);
    if (this.#valueLimit > 0 && this.offset - this.#valueStart > this.#valueLimit) {
      throw new JsonFault('TOO_LARGE', `a value is larger than ${this.#valueLimit} bytes`, this.#valueStart);
    }
    if (!done && this.#finished) throw new JsonFault('JSON_INVALID', 'the text ends in the middle', this.offset);
    return done;
  }

  /** Lets the value go. */
  release(): void {
    this.mark = -1;
  }

  /** A short value as text. */
  text(start: number, end: number): string {
    return this.bytes.toString('utf8', start, end);
  }

  /** The hot loop: every byte of every file passes here once. */
  #scan(depthLimit: number): boolean {
    const { bytes } = this;
    const end = this.#end;
    let pos = this.pos;
    let depth = this.#depth;
    let inString = this.#inString;
    while (pos < end) {
      if (inString) {
        let byte = bytes[pos] ?? 0;
        while (byte !== QUOTE && byte !== BACKSLASH && pos < end) byte = bytes[++pos] ?? 0;
        if (pos >= end) break;
        if (byte === BACKSLASH) {
          if (pos + 1 >= end) break;
          pos += 2;
          continue;
        }
        pos++;
        inString = false;
        if (depth === 0) return this.#stop(pos);
        continue;
      }
      const byte = bytes[pos] ?? 0;
      if (byte === QUOTE) {
        if (this.#inScalar) return this.#stop(pos);
        inString = true;
      } else if (byte === 0x7b || byte === 0x5b) {
        if (++depth > depthLimit) {
          throw new JsonFault(
            'JSON_TOO_DEEP',
            `nested deeper than ${PORTAL_LIMITS.depth} levels`,
            this.#consumed + pos,
          );
        }
      } else if (byte === 0x7d || byte === 0x5d) {
        if (depth === 0) return this.#stop(pos);
        if (--depth === 0) return this.#stop(pos + 1);
      } else if (depth === 0) {
        if (byte === 0x2c || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x3a) {
          return this.#stop(pos);
        }
        this.#inScalar = true;
      } else if (byte === 0x0a || byte === 0x0d) {
        this.sawLineBreak = true;
      }
      pos++;
    }
    this.pos = pos;
    this.#depth = depth;
    this.#inString = inString;
    // A bare number or word may end with the text itself.
    return this.#finished && this.#inScalar && depth === 0;
  }

  #stop(pos: number): true {
    this.pos = pos;
    return true;
  }
}
