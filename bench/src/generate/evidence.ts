/**
 * How well a voucher fits a portal document, for the judge who decides which links the data can prove.
 * It is the benchmark's own and shares nothing with the engine, so that neither excuses the other.
 */
import { type Day, swapDayAndMonth } from './calendar.ts';
import { type PortalDocument, taxOf, type Voucher } from './document.ts';
import { panIn } from './gstin.ts';

export interface Evidence {
  readonly supplier: number;
  readonly own: number;
  readonly number: number;
  readonly date: number;
  readonly amount: number;
}

export const weigh = (voucher: Voucher, document: PortalDocument): Evidence => ({
  supplier: supplierLevel(voucher.supplier, document.bill.supplier),
  own: voucher.own === document.bill.own ? 1 : 0,
  number: numberLevel(voucher.number, document.number),
  date: dateLevel(voucher.day, document.day),
  amount: amountLevel(voucher, document),
});

/** In every respect at least as good. */
export const fitsNoWorse = (a: Evidence, b: Evidence): boolean =>
  a.number >= b.number && a.date >= b.date && a.amount >= b.amount && a.supplier >= b.supplier && a.own >= b.own;

const supplierLevel = (a: string, b: string): number =>
  a === b ? 2 : a !== '' && b !== '' && panIn(a) === panIn(b) ? 1 : 0;

export const dateLevel = (booked: Day, filed: Day): number => {
  const apart = Math.abs(booked - filed);
  if (apart === 0) return 3;
  if (apart <= 3) return 2;
  return apart <= 10 || swapDayAndMonth(booked) === filed ? 1 : 0;
};

const amountLevel = (voucher: Voucher, document: PortalDocument): number => {
  const taxApart = Math.abs(taxOf(voucher.amounts) - taxOf(document.amounts));
  const apart = Math.abs(voucher.amounts.taxable - document.amounts.taxable);
  if (taxApart <= 200 && apart <= 100) return 2;
  return apart <= Math.max(1_000, document.amounts.taxable / 100) ? 1 : 0;
};

/** 4 same letters and digits, 3 same but for year and zeros, 2 same serial, 1 a slip away, 0 otherwise. */
export const numberLevel = (a: string, b: string): number => {
  const left = partsOf(a);
  const right = partsOf(b);
  if (left.alnum === '' || right.alnum === '') return 0;
  if (left.alnum === right.alnum) return 4;
  if (left.core === right.core) return 3;
  if (left.serial.length >= 2 && left.serial === right.serial) return 2;
  return isOneSlipApart(left.alnum, right.alnum) ? 1 : 0;
};

interface NumberParts {
  readonly alnum: string;
  readonly core: string;
  readonly serial: string;
}

const known = new Map<string, NumberParts>();
const KNOWN_LIMIT = 200_000;

export const partsOf = (text: string): NumberParts => {
  let parts = known.get(text);
  if (parts === undefined) {
    const upper = text.toUpperCase();
    const alnum = upper.replace(/[^0-9A-Z]/g, '');
    const core = coreOf(upper);
    const serial = (core.match(/[0-9]+/g) ?? []).at(-1) ?? '';
    parts = { alnum, core, serial };
    if (known.size >= KNOWN_LIMIT) known.clear();
    known.set(text, parts);
  }
  return parts;
};

const YEARS = /(20)?25[-/_. ]?(20)?26|(20)?26[-/_. ]?(20)?27/;
const coreOf = (upper: string): string => {
  const yearless = upper.replace(YEARS, ' ');
  const runs = (yearless.length > 1 ? yearless : upper).match(/[0-9]+|[A-Z]+/g) ?? [];
  return runs.map((run) => run.replace(/^0+(?=.)/, '')).join('');
};

/** One character wrong, lost, added or exchanged with its neighbour. */
const isOneSlipApart = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  if (short.length < long.length) return short.slice(i) === long.slice(i + 1);
  if (short.slice(i + 1) === long.slice(i + 1)) return true;
  return short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
};
