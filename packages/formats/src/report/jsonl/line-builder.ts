import { type ByteText, copyText, createByteText } from '../byte-text.ts';
import { createLineTemplates, type LineConstants, type LineTemplate } from './line-template.ts';
import type { RowPlan } from './row-plan.ts';
import { RowReader } from './row-reader.ts';

/** From this length on a native copy is faster. */
const LONG = 192;
/** No value stands in a line more often. */
const MOST_PLACES = 4;

interface FlatTemplate {
  /** All fixed text, one behind the other. */
  readonly fixed: ByteText;
  /** Where each fixed text ends in it. */
  readonly fixedEnds: Int32Array;
  readonly values: Int32Array;
}

const flatten = ({ fixed, values }: LineTemplate): FlatTemplate => {
  const text = Buffer.concat(fixed);
  const fixedEnds = new Int32Array(fixed.length);
  let end = 0;
  fixed.forEach(({ length }, at) => {
    end += length;
    fixedEnds[at] = end;
  });
  return { fixed: createByteText(text.length, text), fixedEnds, values: Int32Array.from(values) };
};

/** Lines that were put together. The bytes are the caller's until `giveBack`. */
export interface BuiltLines {
  readonly bytes: Uint8Array;
  giveBack(): void;
}

/**
 * Puts result lines together from rows of `resultRowSql`, as UTF-8. Most of a line is key names: a million lines of 3 KB
 * cost DuckDB 15 s of CPU to concatenate, and here 4 s.
 */
export class LineBuilder {
  private readonly templates: readonly FlatTemplate[];
  private readonly reader: RowReader;
  private readonly capacity: number;
  /** Buffers that were given back. */
  private readonly spare: ByteText[] = [];
  private out: ByteText;
  private length = 0;

  /** @param capacity bytes that lines usually take between two calls of `take`. */
  constructor(constants: LineConstants, plan: RowPlan, capacity: number) {
    this.templates = createLineTemplates(constants, plan.constants).map(flatten);
    this.reader = new RowReader(plan);
    this.capacity = capacity;
    this.out = createByteText(capacity);
  }

  /** What the text of each row has to begin with. */
  get prefix(): Uint8Array {
    return this.reader.prefix;
  }

  /** Adds the line of the row that stands at `[start, end)` of a text. */
  add(text: ByteText, start: number, end: number): void {
    const template = this.templates[this.reader.read(text, start, end)];
    if (template === undefined) throw new Error('a result line has an unknown kind');
    const { fixed, fixedEnds, values } = template;
    const { starts, ends, prefix } = this.reader;
    this.reserve(fixed.length + MOST_PLACES * (prefix.length + end - start));
    const { out } = this;
    let to = this.length;
    let from = 0;
    for (let part = 0; part <= values.length; part++) {
      const fixedEnd = fixedEnds[part] ?? 0;
      to += copyText(out, to, fixed, from, fixedEnd);
      from = fixedEnd;
      if (part === values.length) break;
      const value = values[part] ?? 0;
      const valueStart = starts[value] ?? 0;
      const valueEnd = ends[value] ?? 0;
      if (valueEnd - valueStart < LONG) to += copyText(out, to, text, valueStart, valueEnd);
      else {
        out.bytes.set(text.bytes.subarray(valueStart, valueEnd), to);
        to += valueEnd - valueStart;
      }
    }
    this.length = to;
  }

  /** The lines since the last call. */
  take(): BuiltLines {
    const taken = this.out;
    const bytes = taken.bytes.subarray(0, this.length);
    this.out = this.spare.pop() ?? createByteText(this.capacity);
    this.length = 0;
    return { bytes, giveBack: () => void this.spare.push(taken) };
  }

  private reserve(more: number): void {
    if (this.length + more <= this.out.length) return;
    this.out = createByteText(2 * this.out.length + more, this.out.bytes.subarray(0, this.length));
  }
}
