import { type FormatHabit, reformatNumber } from './booked-number.ts';
import { type Day, LAST_DAY, MONTH_COUNT, monthIndex } from './calendar.ts';
import type { Amounts, Bill, Kind, PortalDocument, Voucher } from './document.ts';
import { stateOf } from './gstin.ts';
import type { Random } from './random.ts';
import type { Scenario, SetSettings } from './settings.ts';
import { type Registration, type Supplier, writeBill } from './supplier.ts';

/** A voucher and what is true of it. */
export interface Entry {
  readonly voucher: Voucher;
  readonly scenario: Scenario;
  /** The portal documents that it really stands for; empty when the portal does not show any. */
  readonly links: readonly PortalDocument[];
  /** Vouchers that stand for one bill together (split) or of which only one may claim it (duplicate). */
  readonly together: number;
}

/** Everything that happened between one supplier and us. */
export interface Scene {
  readonly settings: SetSettings;
  readonly supplier: Supplier;
  readonly owns: readonly string[];
  readonly random: Random;
  readonly portal: PortalDocument[];
  readonly entries: Entry[];
  groups: number;
}

export const file = (scene: Scene, bill: Bill, changes: Partial<PortalDocument> = {}): PortalDocument[] => {
  const document: PortalDocument = {
    bill,
    number: bill.number.text,
    day: bill.day,
    amounts: bill.amounts,
    month: Math.max(0, monthIndex(bill.day)),
    original: null,
    itcAvailable: !isPlaceOfSupplyElsewhere(bill),
    superseded: false,
    ...changes,
  };
  if (document.month >= MONTH_COUNT) return [];
  scene.portal.push(document);
  return [document];
};

/** Supplied within the supplier's state to a recipient of another: GSTR-2B shows no credit, reason P. */
const isPlaceOfSupplyElsewhere = ({ kind, supplier, pos, own }: Bill): boolean =>
  kind !== 'BILL_OF_ENTRY' && kind !== 'ISD_INVOICE' && stateOf(supplier) === pos && stateOf(own) !== pos;

const TYPES: Record<Kind, Voucher['type']> = {
  INVOICE: 'invoice',
  CREDIT_NOTE: 'credit',
  DEBIT_NOTE: 'debit',
  BILL_OF_ENTRY: 'invoice',
  ISD_INVOICE: 'invoice',
};

/** The voucher of a person who makes no mistake. */
export const voucherOf = (bill: Bill, random: Random): Voucher => ({
  own: bill.own,
  supplier: bill.supplier,
  name: bill.name,
  type: TYPES[bill.kind],
  number: bill.number.text,
  day: bill.day,
  postedOn: postingDay(bill.day, random),
  pos: bill.pos,
  reverseCharge: bill.reverseCharge,
  ratePercent: bill.ratePercent,
  amounts: bill.amounts,
  sign: 1,
  portCode: bill.portCode,
});

export const postingDay = (day: Day, random: Random): Day =>
  Math.max(day, Math.min(LAST_DAY, day + Math.floor(random.next() ** 2 * 14)));

interface Booking {
  readonly scenario: Scenario;
  readonly links: readonly PortalDocument[];
  readonly together?: number;
  /** Number formats and posting dates are left as the scenario made them. */
  readonly asIs?: boolean;
}

const KEEPS_NUMBER: ReadonlySet<Scenario> = new Set([
  'identical',
  'number-format',
  'number-typo',
  'number-blank',
  'number-cut',
  'number-damaged',
  'year-end-crosser',
]);

/** Books a voucher, with the habits of the set on top of what the scenario did. */
export const book = (scene: Scene, bill: Bill, voucher: Voucher, booking: Booking): void => {
  const { settings, random } = scene;
  let { scenario } = booking;
  let booked = voucher;
  if (booking.asIs !== true) {
    if (!KEEPS_NUMBER.has(scenario) && random.chance(settings.alsoReformattedShare)) {
      booked = { ...booked, number: reformatNumber(bill.number, bill.day, scene.supplier.buyerHabit, random) };
    }
    if (random.chance(settings.postingDateShare) && booked.day === bill.day && booked.postedOn !== bill.day) {
      booked = { ...booked, day: booked.postedOn };
      if (scenario === 'identical') scenario = 'date-only';
    }
    if (random.chance(settings.wholeRupeeShare)) {
      const rounded = wholeRupees(booked.amounts);
      if (scenario === 'identical' && !sameAmounts(rounded, booked.amounts)) scenario = 'rounding';
      booked = { ...booked, amounts: rounded };
    }
  }
  scene.entries.push({ voucher: booked, scenario, links: booking.links, together: booking.together ?? 0 });
};

const whole = (paise: number): number => Math.round(paise / 100) * 100;
const wholeRupees = (amounts: Amounts): Amounts => ({
  taxable: whole(amounts.taxable),
  igst: whole(amounts.igst),
  cgst: whole(amounts.cgst),
  sgst: whole(amounts.sgst),
  cess: whole(amounts.cess),
});
const sameAmounts = (a: Amounts, b: Amounts): boolean =>
  a.taxable === b.taxable && a.igst === b.igst && a.cgst === b.cgst && a.sgst === b.sgst && a.cess === b.cess;

/** Another bill of the same registration to the same registration of ours. */
export const billLike = (scene: Scene, bill: Bill, kind: Kind, day: Day): Bill =>
  writeBill(
    scene.supplier,
    registrationOf(scene.supplier, bill.supplier),
    bill.own,
    kind,
    Math.min(day, LAST_DAY),
    scene.random,
  );

const registrationOf = (supplier: Supplier, gstin: string): Registration => {
  const found = supplier.registrations.find((registration) => registration.gstin === gstin);
  if (found === undefined) throw new Error(`the supplier has no registration ${gstin}`);
  return found;
};

export const habitFor = (scene: Scene): FormatHabit =>
  scene.random.chance(0.6)
    ? scene.supplier.buyerHabit
    : scene.random.pick(['drop-prefix', 'drop-year', 'zeros', 'separator', 'case', 'serial-only']);
