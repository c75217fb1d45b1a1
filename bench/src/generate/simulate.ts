import { type Day, dayOf } from './calendar.ts';
import type { Bill, Kind } from './document.ts';
import { at, createRandom, type Random, type Weights } from './random.ts';
import * as amounts from './scenarios/amount-scenarios.ts';
import * as groups from './scenarios/group-scenarios.ts';
import * as numbers from './scenarios/number-scenarios.ts';
import * as parties from './scenarios/party-scenarios.ts';
import { file, type Scene } from './scene.ts';
import { SCENARIOS, type Scenario, type SetSettings } from './settings.ts';
import { drawDays, type Supplier, writeBill } from './supplier.ts';

export const PLAY: Record<Scenario, (scene: Scene, bill: Bill) => void> = {
  identical: numbers.identical,
  'number-format': numbers.numberFormat,
  'number-typo': numbers.numberTypo,
  'number-blank': numbers.numberBlank,
  'number-cut': numbers.numberCut,
  'number-damaged': numbers.numberDamaged,
  'wrong-supplier': parties.wrongSupplier,
  'date-only': numbers.dateOnly,
  'day-month-swap': numbers.dayMonthSwap,
  'year-end-crosser': numbers.yearEndCrosser,
  rounding: amounts.rounding,
  'amount-differs': amounts.amountDiffers,
  'head-swap': amounts.headSwap,
  'reverse-charge-differs': amounts.reverseChargeDiffers,
  'same-pan': parties.samePan,
  'own-other-gstin': parties.ownOtherGstin,
  'supplier-late': parties.supplierLate,
  amended: parties.amended,
  'never-in-2b': parties.neverIn2b,
  split: groups.split,
  merged: groups.merged,
  'invoice-minus-credit': groups.invoiceMinusCredit,
  duplicate: groups.duplicate,
  'credit-confusion': groups.creditConfusion,
};

/** The set's shares as this tenant has them: each up to half more or half less, `identical` is the rest. */
export const tenantShares = (settings: SetSettings, seed: number): Weights<Scenario> => {
  const random = createRandom(seed, 2);
  const shares: Partial<Record<Scenario, number>> = {};
  let rest = 100;
  for (const name of SCENARIOS) {
    const own = (settings.scenarios[name] ?? 0) * (0.5 + random.next());
    if (own === 0) continue;
    shares[name] = own;
    rest -= own;
  }
  return { identical: rest, ...shares };
};

const INVOICE_ONLY: ReadonlySet<Scenario> = new Set(['split', 'merged', 'invoice-minus-credit', 'number-blank']);

/** Plays `count` bills of one supplier, and the bills that nobody booked. */
export const playSupplier = (scene: Scene, shares: Weights<Scenario>, count: number): void => {
  for (const day of drawDays(scene.supplier, count, scene.random)) {
    const scenario = drawScenario(scene, shares, day);
    PLAY[scenario](scene, drawBill(scene, kindFor(scenario, scene.random), day));
    if (scene.random.chance(scene.settings.extraShare))
      file(scene, drawBill(scene, kindFor('identical', scene.random), day));
  }
};

const drawScenario = (scene: Scene, shares: Weights<Scenario>, day: Day): Scenario => {
  const nearYearEnd = day >= dayOf(2026, 3, 22) && day <= dayOf(2026, 4, 5);
  if (nearYearEnd && scene.random.chance(scene.settings.yearEndShare)) return 'year-end-crosser';
  return scene.random.weighted(shares);
};

const kindFor = (scenario: Scenario, random: Random): Kind => {
  if (scenario === 'credit-confusion') return 'CREDIT_NOTE';
  if (INVOICE_ONLY.has(scenario)) return 'INVOICE';
  return random.weighted({ INVOICE: 955, CREDIT_NOTE: 35, DEBIT_NOTE: 10 });
};

const drawBill = (scene: Scene, kind: Kind, day: Day): Bill => {
  const { supplier, random, owns } = scene;
  const from = at(supplier.registrations, Math.floor(random.next() ** 1.5 * supplier.registrations.length));
  const own = at(owns, Math.floor(random.next() ** 1.7 * owns.length));
  return writeBill(supplier, from, own, kind, day, random);
};

export const createScene = (
  settings: SetSettings,
  supplier: Supplier,
  owns: readonly string[],
  random: Random,
): Scene => ({
  settings,
  supplier,
  owns,
  random,
  portal: [],
  entries: [],
  groups: 0,
});
