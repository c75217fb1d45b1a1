import { huffmanCodes, huffmanLengths } from './huffman-code.ts';

/** RFC 1951: a match reaches back at most this far… */
export const MAX_DISTANCE = 32_768;
/** …and is this long. */
export const MAX_MATCH = 258;
export const MIN_MATCH = 3;

const END_OF_BLOCK = 256;
const LITERAL_SYMBOLS = 286;
const DISTANCE_SYMBOLS = 30;
const TOKENS_PER_BLOCK = 65_536;
/** Room beyond a block for what one call of `reserveTokens` asks. */
const TOKEN_SLACK = 32_768;
/** Order in which a block header lists the lengths of the length code. */
const HEADER_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Marks a match among tokens: distance from bit 9 on, length in the low 9 bits. A literal is its byte. */
export const MATCH_FLAG = 1 << 30;

/** Symbol, number of extra bits and first value of every length and distance, from the tables of RFC 1951 3.2.5. */
const LENGTH_SYMBOL = new Uint16Array(MAX_MATCH + 1);
const LENGTH_EXTRA = new Uint8Array(LITERAL_SYMBOLS);
const LENGTH_BASE = new Uint16Array(LITERAL_SYMBOLS);
const DISTANCE_EXTRA = new Uint8Array(DISTANCE_SYMBOLS);
const DISTANCE_BASE = new Uint16Array(DISTANCE_SYMBOLS);
/** Symbol of distances 1 to 256, then of (distance - 1) >> 7 for the longer ones. */
const DISTANCE_SYMBOL = new Uint8Array(512);

const fillTables = (): void => {
  for (let symbol = 257, base = MIN_MATCH; symbol < 285; symbol++) {
    const extra = symbol < 265 ? 0 : (symbol - 261) >> 2;
    LENGTH_EXTRA[symbol] = extra;
    LENGTH_BASE[symbol] = base;
    for (let length = base; length < base + (1 << extra) && length <= MAX_MATCH; length++)
      LENGTH_SYMBOL[length] = symbol;
    base += 1 << extra;
  }
  LENGTH_SYMBOL[MAX_MATCH] = 285;
  LENGTH_BASE[285] = MAX_MATCH;
  for (let symbol = 0, base = 1; symbol < DISTANCE_SYMBOLS; symbol++) {
    const extra = symbol < 4 ? 0 : (symbol - 2) >> 1;
    DISTANCE_EXTRA[symbol] = extra;
    DISTANCE_BASE[symbol] = base;
    for (let distance = base; distance < base + (1 << extra); distance++) {
      if (distance <= 256) DISTANCE_SYMBOL[distance - 1] = symbol;
      else DISTANCE_SYMBOL[256 + ((distance - 1) >> 7)] = symbol;
    }
    base += 1 << extra;
  }
};
fillTables();

/**
 * Writes a DEFLATE stream (RFC 1951) from literals and matches that the caller found. Blocks have Huffman codes of
 * their own. Knows nothing of the data: the caller vouches that a match repeats what stood at its distance.
 */
export class DeflateWriter {
  /** Literals (a byte each) and matches (`MATCH_FLAG | distance << 9 | length`), written by the caller's own loop. */
  tokens = new Int32Array(TOKENS_PER_BLOCK + TOKEN_SLACK);
  /** How many of them there are. */
  tokenCount = 0;
  private readonly literalFrequencies = new Uint32Array(LITERAL_SYMBOLS);
  private readonly distanceFrequencies = new Uint32Array(DISTANCE_SYMBOLS);
  private out = new Uint8Array(1 << 20);
  private outLength = 0;
  private bits = 0;
  private bitCount = 0;

  /** Makes room for `count` more tokens; ends the block when it is full. */
  reserveTokens(count: number): void {
    if (this.tokenCount >= TOKENS_PER_BLOCK) this.endBlock();
    if (this.tokenCount + count <= this.tokens.length) return;
    const grown = new Int32Array(this.tokenCount + count);
    grown.set(this.tokens.subarray(0, this.tokenCount));
    this.tokens = grown;
  }

  /** Everything since the last call, ending on a byte (by an empty stored block), so that pieces can be joined. */
  take(): Uint8Array {
    if (this.tokenCount > 0) this.endBlock();
    this.reserve(16);
    this.put(0, 3);
    if (this.bitCount % 8 !== 0) this.put(0, 8 - (this.bitCount % 8));
    this.put(0, 16);
    this.put(0xffff, 16);
    const taken = this.out.slice(0, this.outLength);
    this.outLength = 0;
    return taken;
  }

  private endBlock(): void {
    this.countSymbols();
    const literalLengths = huffmanLengths(this.literalFrequencies, 15);
    const distanceLengths = huffmanLengths(this.distanceFrequencies, 15);
    // No token needs more than 6 bytes; the header is far below 1 KiB.
    this.reserve(this.tokenCount * 6 + 1024);
    this.putHeader(literalLengths, distanceLengths);
    this.putTokens(literalLengths, distanceLengths);
    this.tokenCount = 0;
  }

  private countSymbols(): void {
    const { tokens, tokenCount, literalFrequencies, distanceFrequencies } = this;
    literalFrequencies.fill(0);
    distanceFrequencies.fill(0);
    literalFrequencies[END_OF_BLOCK] = 1;
    for (let at = 0; at < tokenCount; at++) {
      const token = tokens[at] ?? 0;
      const symbol = token < MATCH_FLAG ? token : (LENGTH_SYMBOL[token & 511] ?? 0);
      literalFrequencies[symbol] = (literalFrequencies[symbol] ?? 0) + 1;
      if (token < MATCH_FLAG) continue;
      const distance = distanceSymbol((token & ~MATCH_FLAG) >>> 9);
      distanceFrequencies[distance] = (distanceFrequencies[distance] ?? 0) + 1;
    }
  }

  private putHeader(literalLengths: Uint8Array, distanceLengths: Uint8Array): void {
    const literals = usedSymbols(literalLengths, 257);
    const distances = usedSymbols(distanceLengths, 1);
    const runs = packLengths([...literalLengths.subarray(0, literals), ...distanceLengths.subarray(0, distances)]);
    const frequencies = new Uint32Array(19);
    for (const { symbol } of runs) frequencies[symbol] = (frequencies[symbol] ?? 0) + 1;
    const lengths = huffmanLengths(frequencies, 7);
    const codes = huffmanCodes(lengths);
    let listed = HEADER_ORDER.length;
    while (listed > 4 && lengths[HEADER_ORDER[listed - 1] ?? 0] === 0) listed--;
    this.put(0b100, 3); // not the last block, Huffman codes of its own
    this.put(literals - 257, 5);
    this.put(distances - 1, 5);
    this.put(listed - 4, 4);
    for (const symbol of HEADER_ORDER.slice(0, listed)) this.put(lengths[symbol] ?? 0, 3);
    for (const { symbol, extra, extraBits } of runs) {
      this.put(codes[symbol] ?? 0, lengths[symbol] ?? 0);
      this.put(extra, extraBits);
    }
  }

  /** The hot loop: state in locals, no call per token. */
  private putTokens(literalLengths: Uint8Array, distanceLengths: Uint8Array): void {
    const literalCodes = huffmanCodes(literalLengths);
    const distanceCodes = huffmanCodes(distanceLengths);
    const { tokens, tokenCount, out } = this;
    let { outLength, bits, bitCount } = this;
    for (let at = 0; at < tokenCount; at++) {
      const token = tokens[at] ?? 0;
      if (token < MATCH_FLAG) {
        bits |= (literalCodes[token] ?? 0) << bitCount;
        bitCount += literalLengths[token] ?? 0;
      } else {
        const length = token & 511;
        const distance = (token & ~MATCH_FLAG) >>> 9;
        const lengthSymbol = LENGTH_SYMBOL[length] ?? 0;
        bits |= (literalCodes[lengthSymbol] ?? 0) << bitCount;
        bitCount += literalLengths[lengthSymbol] ?? 0;
        if (bitCount >= 16) {
          out[outLength++] = bits;
          out[outLength++] = bits >>> 8;
          bits >>>= 16;
          bitCount -= 16;
        }
        bits |= (length - (LENGTH_BASE[lengthSymbol] ?? 0)) << bitCount;
        bitCount += LENGTH_EXTRA[lengthSymbol] ?? 0;
        if (bitCount >= 16) {
          out[outLength++] = bits;
          out[outLength++] = bits >>> 8;
          bits >>>= 16;
          bitCount -= 16;
        }
        const symbol = distanceSymbol(distance);
        bits |= (distanceCodes[symbol] ?? 0) << bitCount;
        bitCount += distanceLengths[symbol] ?? 0;
        if (bitCount >= 16) {
          out[outLength++] = bits;
          out[outLength++] = bits >>> 8;
          bits >>>= 16;
          bitCount -= 16;
        }
        bits |= (distance - (DISTANCE_BASE[symbol] ?? 0)) << bitCount;
        bitCount += DISTANCE_EXTRA[symbol] ?? 0;
      }
      if (bitCount >= 16) {
        out[outLength++] = bits;
        out[outLength++] = bits >>> 8;
        bits >>>= 16;
        bitCount -= 16;
      }
    }
    this.outLength = outLength;
    this.bits = bits;
    this.bitCount = bitCount;
    this.put(literalCodes[END_OF_BLOCK] ?? 0, literalLengths[END_OF_BLOCK] ?? 0);
  }

  /** At most 16 bits. */
  private put(value: number, count: number): void {
    this.bits |= value << this.bitCount;
    this.bitCount += count;
    while (this.bitCount >= 8) {
      this.out[this.outLength++] = this.bits;
      this.bits >>>= 8;
      this.bitCount -= 8;
    }
  }

  private reserve(bytes: number): void {
    if (this.outLength + bytes <= this.out.length) return;
    const grown = new Uint8Array(Math.max(this.out.length * 2, this.outLength + bytes));
    grown.set(this.out.subarray(0, this.outLength));
    this.out = grown;
  }
}

const distanceSymbol = (distance: number): number =>
  DISTANCE_SYMBOL[distance <= 256 ? distance - 1 : 256 + ((distance - 1) >> 7)] ?? 0;

const usedSymbols = (lengths: Uint8Array, atLeast: number): number => {
  let count = lengths.length;
  while (count > atLeast && lengths[count - 1] === 0) count--;
  return count;
};

interface LengthRun {
  readonly symbol: number;
  readonly extra: number;
  readonly extraBits: number;
}

/** Code lengths as RFC 1951 3.2.7 packs them: 16 repeats the one before, 17 and 18 are runs of zero. */
const packLengths = (lengths: readonly number[]): LengthRun[] => {
  const runs: LengthRun[] = [];
  for (let at = 0; at < lengths.length; ) {
    const length = lengths[at] ?? 0;
    let end = at + 1;
    while (end < lengths.length && lengths[end] === length) end++;
    let rest = end - at;
    at = end;
    if (length > 0) {
      runs.push({ symbol: length, extra: 0, extraBits: 0 });
      rest--;
    }
    while (rest >= 3) {
      const longRun = length === 0 && rest > 10;
      const run = Math.min(rest, longRun ? 138 : length === 0 ? 10 : 6);
      if (longRun) runs.push({ symbol: 18, extra: run - 11, extraBits: 7 });
      else if (length === 0) runs.push({ symbol: 17, extra: run - 3, extraBits: 3 });
      else runs.push({ symbol: 16, extra: run - 3, extraBits: 2 });
      rest -= run;
    }
    for (; rest > 0; rest--) runs.push({ symbol: length, extra: 0, extraBits: 0 });
  }
  return runs;
};
