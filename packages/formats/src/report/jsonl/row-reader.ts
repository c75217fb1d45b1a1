import { formatFinancialYear } from '@milaan/gst';
import type { ByteText } from '../byte-text.ts';
import { DERIVED_VALUES, type DerivedValue, indexOfValue, VALUE_NAMES } from './line-template.ts';
import { LINE_KINDS } from './result-values.ts';
import { MISSING_SIDE, type RowPlan, type SidePlan, VALUE_SEPARATOR } from './row-plan.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = 0x5b;
const CLOSING = 0x5d;
const ZERO = 0x30;
const FIRST_LETTER_OF_NULL = 0x6e;
const NULL_LENGTH = 4;

/** Every financial year that a date can lie in, as JSON. */
const FIRST_YEAR = 1899;
const LAST_YEAR = 2199;
const YEAR_LENGTH = '"2026-27"'.length;
const YEARS = Array.from(
  { length: LAST_YEAR - FIRST_YEAR + 1 },
  (_, k) => `"${formatFinancialYear(FIRST_YEAR + k)}"`,
).join('');

const PAIR = LINE_KINDS.indexOf('PAIR');
const BOOKS_ONLY = LINE_KINDS.indexOf('BOOKS_ONLY');
const PORTAL_ONLY = LINE_KINDS.indexOf('PORTAL_ONLY');

/** A side of the plan as indexes of values, and where the text stands that an empty value means. */
interface SideIndexes {
  readonly separated: Int32Array;
  readonly commonStarts: Int32Array;
  readonly commonEnds: Int32Array;
  readonly listed: Int32Array;
}

interface DerivedIndexes {
  readonly how: DerivedValue['how'];
  readonly from: number;
  readonly otherwise: number;
  readonly target: number;
}

/** Finds the values of a line in a row of `resultRowSql`. */
export class RowReader {
  /** Where each value stands in the text (index: `VALUE_NAMES`); those of a side that a line lacks are meaningless. */
  readonly starts = new Int32Array(VALUE_NAMES.length);
  readonly ends = new Int32Array(VALUE_NAMES.length);
  /** Text that never changes, financial years first: what each text that rows are read from begins with. */
  readonly prefix: Uint8Array;
  private readonly sides: readonly [r: SideIndexes, b: SideIndexes, p: SideIndexes];
  private readonly derived: readonly DerivedIndexes[];

  constructor(plan: RowPlan) {
    const texts = [YEARS];
    let end = YEARS.length;
    const place = (json: string): [start: number, end: number] => {
      texts.push(json);
      const start = end;
      end += Buffer.byteLength(json);
      return [start, end];
    };
    for (const [name, json] of plan.constants) {
      [this.starts[indexOfValue(name)], this.ends[indexOfValue(name)]] = place(json);
    }
    const indexesOf = ({ separated, listed }: SidePlan): SideIndexes => {
      const common = separated.map(({ name }) => place(plan.common.get(name) ?? ''));
      return {
        separated: Int32Array.from(separated, ({ name }) => indexOfValue(name)),
        commonStarts: Int32Array.from(common, ([start]) => start),
        commonEnds: Int32Array.from(common, ([, stop]) => stop),
        listed: Int32Array.from(listed, ({ name }) => indexOfValue(name)),
      };
    };
    this.sides = [indexesOf(plan.r), indexesOf(plan.b), indexesOf(plan.p)];
    this.derived = DERIVED_VALUES.map(({ name, how, from, otherwise = from }) => ({
      how,
      from: indexOfValue(from),
      otherwise: indexOfValue(otherwise),
      target: indexOfValue(name),
    }));
    this.prefix = Buffer.from(texts.join(''));
  }

  /**
   * Finds the values of the row that stands at `[start, end)`; gives the index of its kind in `LINE_KINDS`. Throws when
   * the row does not keep to the plan.
   */
  read({ bytes }: ByteText, start: number, end: number): number {
    const [r, b, p] = this.sides;
    const bookStart = this.readSide(r, bytes, start) + 1;
    const hasBooks = bytes[bookStart] !== MISSING_SIDE;
    const portalStart = (hasBooks ? this.readSide(b, bytes, bookStart) : bookStart + 1) + 1;
    const hasPortal = bytes[portalStart] !== MISSING_SIDE;
    const stop = hasPortal ? this.readSide(p, bytes, portalStart) : portalStart + 1;
    if (stop !== end || !(hasBooks || hasPortal)) throw new Error('a result row has other values than planned');
    this.derive(bytes);
    return hasPortal ? (hasBooks ? PAIR : PORTAL_ONLY) : BOOKS_ONLY;
  }

  /** Gives where the side ends. */
  private readSide(
    { separated, commonStarts, commonEnds, listed }: SideIndexes,
    bytes: Uint8Array,
    start: number,
  ): number {
    const { starts, ends } = this;
    let at = start;
    for (let k = 0; k < separated.length; k++) {
      const value = separated[k] ?? 0;
      const from = at;
      while (bytes[at] !== VALUE_SEPARATOR) at++;
      const isCommon = at === from;
      starts[value] = isCommon ? (commonStarts[k] ?? 0) : from;
      ends[value] = isCommon ? (commonEnds[k] ?? 0) : at;
      at++;
    }
    if (listed.length === 0) at++;
    for (let k = 0; k < listed.length; k++) {
      if (bytes[at++] !== (k === 0 ? OPENING : COMMA)) throw new Error('a result row has fewer values than planned');
      const value = listed[k] ?? 0;
      starts[value] = at;
      if (bytes[at] === QUOTE) {
        at++;
        while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
        at++;
      } else at += NULL_LENGTH;
      ends[value] = at;
    }
    if (bytes[at++] !== CLOSING) throw new Error('a result row has more values than planned');
    return at;
  }

  private derive(bytes: Uint8Array): void {
    const { starts, ends, derived } = this;
    for (const { how, from: first, otherwise, target } of derived) {
      const from = how === 'EITHER' && bytes[starts[first] ?? 0] === FIRST_LETTER_OF_NULL ? otherwise : first;
      let start = starts[from] ?? 0;
      let end = ends[from] ?? 0;
      if (how === 'INNER') {
        start++;
        end--;
      } else if (how === 'FINANCIAL_YEAR' && end - start > NULL_LENGTH) {
        start = yearAt(bytes, start + 1);
        end = start + YEAR_LENGTH;
      }
      starts[target] = start;
      ends[target] = end;
    }
  }
}

/** Where the JSON of the financial year of the date at `at` (YYYY-MM-DD) stands. */
const yearAt = (bytes: Uint8Array, at: number): number => {
  const digit = (k: number): number => (bytes[at + k] ?? ZERO) - ZERO;
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const startYear = digit(5) * 10 + digit(6) >= 4 ? year : year - 1;
  return Math.min(Math.max(startYear - FIRST_YEAR, 0), LAST_YEAR - FIRST_YEAR) * YEAR_LENGTH;
};
