import { FORMAT_HABITS, type FormatHabit } from './booked-number.ts';
import { type Day, FIRST_DAY, fiscalYear, LAST_DAY } from './calendar.ts';
import type { Amounts, Bill, Kind } from './document.ts';
import { drawState, gstinOf, panOf, STATES, stateOf } from './gstin.ts';
import { createSeries, type IssuedNumber, issueNumber, type Series } from './issued-number.ts';
import { createPrices, drawTaxable, type Prices, taxed } from './prices.ts';
import { at, createRandom, type Random } from './random.ts';
import type { SetSettings } from './settings.ts';

/** One registration of a supplier with its books of numbers. */
export interface Registration {
  readonly gstin: string;
  readonly series: readonly Series[];
  readonly noteSeries: Series;
  readonly used: Set<string>;
}

export interface Supplier {
  readonly name: string;
  readonly registrations: readonly Registration[];
  /** Registrations of the same PAN that never bill us, for wrong entries in the vendor master. */
  readonly otherGstin: string;
  readonly prices: Prices;
  readonly buyerHabit: FormatHabit;
  readonly reverseCharge: boolean;
  /** An e-commerce operator that pays the tax under section 9(5). */
  readonly isOperator: boolean;
  readonly sez: boolean;
  /** Supplies where it is, as a hotel does: place of supply is the supplier's state, so there is no credit elsewhere. */
  readonly suppliesAtHome: boolean;
  readonly cessPercent: number;
  readonly eInvoices: boolean;
  readonly filingDate: number;
  readonly vendorCode: string;
}

const NAME_A = [
  'Bharat',
  'Shree',
  'Om',
  'National',
  'Sharma',
  'Patel',
  'Lotus',
  'Himalaya',
  'Metro',
  'Deccan',
  'Vijay',
  'Asian',
];
const NAME_B = [
  'Pipes',
  'Steel',
  'Traders',
  'Logistics',
  'Papers',
  'Chemicals',
  'Foods',
  'Agencies',
  'Tools',
  'Media',
  'Hotels',
];
const NAME_C = ['Pvt Ltd', 'LLP', '& Sons', 'and Co', 'Limited', 'Enterprises'];

export const createSupplier = (settings: SetSettings, index: number, seed: number): Supplier => {
  const random = createRandom(seed, 1, index);
  const pan = panOf(index + 1, random);
  const home = drawState(random);
  const count = random.weighted({ one: 75, two: 15, four: 10 });
  const states = [home, ...drawOtherStates(home, { one: 0, two: 1, four: 3 }[count] + 1, random)];
  const spare = at(states, states.length - 1);
  const styles = random.between(1, 3);
  const template = Array.from({ length: styles }, () =>
    createSeries(settings.numbers, settings.shortSerials, false, random),
  );
  const isOperator = random.chance(0.01);
  return {
    name: `${random.pick(NAME_A)} ${random.pick(NAME_B)} ${random.pick(NAME_C)}`,
    registrations: states.slice(0, -1).map((state) => ({
      gstin: gstinOf(state, pan, 1),
      series: template.map((series) => ({ ...series, serials: new Map<number, number>() })),
      noteSeries: createSeries(settings.numbers, settings.shortSerials, true, random),
      used: new Set<string>(),
    })),
    otherGstin: gstinOf(spare, pan, 1),
    prices: createPrices(settings.prices, random),
    buyerHabit: random.pick(FORMAT_HABITS),
    reverseCharge: random.chance(0.015) && !isOperator,
    isOperator,
    sez: random.chance(0.01),
    suppliesAtHome: random.chance(0.01),
    cessPercent: random.chance(0.01) ? 12 : 0,
    eInvoices: random.chance(0.4),
    filingDate: random.between(5, 11),
    vendorCode: `V${String(index + 1).padStart(6, '0')}`,
  };
};

const drawOtherStates = (home: string, count: number, random: Random): string[] => {
  const start = random.int(STATES.length);
  const states: string[] = [];
  for (let i = 0; states.length < count; i++) {
    const state = at(STATES, (start + i * 7) % STATES.length);
    if (state !== home && !states.includes(state)) states.push(state);
  }
  return states;
};

/** A bill like those the supplier writes: on that day, to that registration of ours. */
export const writeBill = (
  supplier: Supplier,
  from: Registration,
  own: string,
  kind: Kind,
  day: Day,
  random: Random,
): Bill => {
  const pos = supplier.suppliesAtHome ? stateOf(from.gstin) : stateOf(own);
  const interState = supplier.sez || stateOf(from.gstin) !== pos;
  const { prices } = supplier;
  const ratePercent = random.chance(0.92) ? prices.ratePercent : random.pick([5, 18]);
  return {
    own,
    supplier: from.gstin,
    name: supplier.name,
    kind,
    number: freshNumber(from, kind, day, random),
    day,
    pos,
    reverseCharge: supplier.reverseCharge,
    viaOperator: supplier.isOperator && kind === 'INVOICE',
    supplyType: supplier.sez ? 'SEWP' : 'R',
    ratePercent,
    amounts: withCess(taxed(drawTaxable(prices, random), ratePercent, interState), supplier.cessPercent),
    irn: supplier.eInvoices ? hexadecimal(random) : '',
    portCode: '',
  };
};

const withCess = (amounts: Amounts, cessPercent: number): Amounts => ({
  ...amounts,
  cess: Math.round((amounts.taxable * cessPercent) / 100),
});

const freshNumber = (from: Registration, kind: Kind, day: Day, random: Random): IssuedNumber => {
  const series = kind === 'INVOICE' ? random.pick(from.series) : from.noteSeries;
  for (;;) {
    const number = issueNumber(series, day, random);
    const key = `${kind}|${fiscalYear(day)}|${number.text}`;
    if (from.used.has(key)) continue;
    from.used.add(key);
    return number;
  }
};

const hexadecimal = (random: Random): string => {
  let text = '';
  while (text.length < 64) text += random.int(0x100000000).toString(16).padStart(8, '0');
  return text;
};

/** Billing days in order; rent falls on the first days of the months while there are few enough bills. */
export const drawDays = (supplier: Supplier, count: number, random: Random): Day[] => {
  const span = LAST_DAY - FIRST_DAY + 1;
  const days = Array.from({ length: count }, (_, i) =>
    supplier.prices.habit === 'rent' && count <= 24
      ? FIRST_DAY + Math.floor((i * span) / count) + random.int(3)
      : FIRST_DAY + random.int(span),
  );
  return days.sort((a, b) => a - b);
};
