import type { Amounts } from './document.ts';
import type { Random, Weights } from './random.ts';

export type PriceHabit = 'spread' | 'price-list' | 'fixed' | 'rent' | 'gross-fixed';

/** How one supplier's prices come about. `points` are taxable values in paise. */
export interface Prices {
  readonly habit: PriceHabit;
  readonly points: readonly number[];
  readonly medianPaise: number;
  readonly spread: number;
  readonly ratePercent: number;
}

const FIXED_RUPEES = [499, 999, 1000, 1180, 1499, 2500, 2999, 5000, 10_000, 25_000];

export const createPrices = (habits: Weights<PriceHabit>, random: Random): Prices => {
  const habit = random.weighted(habits);
  const ratePercent = random.pick([18, 18, 18, 18, 5, 5, 18, 40]);
  const medianPaise = Math.round(Math.exp(9.2 + 1.3 * random.normal()) * 100);
  return {
    habit,
    points: pricePoints(habit, medianPaise, ratePercent, random),
    medianPaise,
    spread: 0.5 + random.next(),
    ratePercent,
  };
};

const pricePoints = (habit: PriceHabit, medianPaise: number, ratePercent: number, random: Random): number[] => {
  switch (habit) {
    case 'fixed':
      return Array.from({ length: random.between(1, 3) }, () => random.pick(FIXED_RUPEES) * 100);
    case 'gross-fixed':
      return [Math.round((random.pick(FIXED_RUPEES) * 100 * 100) / (100 + ratePercent))];
    case 'rent':
      return [random.between(10, 300) * 100_000];
    case 'price-list':
      return Array.from({ length: random.between(3, 10) }, () =>
        Math.max(100, Math.round((medianPaise * (0.2 + random.next())) / 500) * 50),
      );
    case 'spread':
      return [];
  }
};

export const drawTaxable = (prices: Prices, random: Random): number => {
  if (prices.habit === 'spread') {
    const paise = Math.max(5_000, Math.round(prices.medianPaise * Math.exp(prices.spread * random.normal())));
    return random.chance(0.4) ? Math.round(paise / 100) * 100 : paise;
  }
  const point = random.pick(prices.points);
  return prices.habit === 'price-list' ? point * random.pick([1, 1, 2, 3, 5, 10, 12, 20, 24, 50]) : point;
};

/** The tax heads of a taxable value: integrated across state borders, else central and state halves. */
export const taxed = (taxable: number, ratePercent: number, interState: boolean): Amounts => {
  if (interState) return { taxable, igst: Math.round((taxable * ratePercent) / 100), cgst: 0, sgst: 0, cess: 0 };
  const half = Math.round((taxable * ratePercent) / 200);
  return { taxable, igst: 0, cgst: half, sgst: half, cess: 0 };
};
