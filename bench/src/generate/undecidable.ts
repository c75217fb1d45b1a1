/**
 * Finds the vouchers whose true partner nobody could tell from the data alone: another choice fits at least as
 * well in every respect. They are left out of recall; the rule needs no weights, so it favours no engine.
 */
import type { Day } from './calendar.ts';
import { type Amounts, type Kind, type PortalDocument, taxOf, type Voucher } from './document.ts';
import { dateLevel, type Evidence, fitsNoWorse, numberLevel, partsOf, weigh } from './evidence.ts';
import type { Entry, Scene } from './scene.ts';

interface Index {
  readonly byLetter: Map<string, PortalDocument[]>;
  readonly byAmount: Map<string, PortalDocument[]>;
  readonly bySerial: Map<string, PortalDocument[]>;
  readonly holders: Map<PortalDocument, Entry[]>;
  readonly loose: Map<string, Entry[]>;
}

/** Every undecidable voucher with its look-alikes: portal documents of others that it equals to the letter. */
export const findUndecidable = (scene: Scene): ReadonlyMap<Entry, readonly PortalDocument[]> => {
  const index = createIndex(scene);
  const undecidable = twins(scene.entries);
  for (const entry of scene.entries) {
    if (entry.scenario === 'identical' || entry.scenario === 'duplicate') continue;
    const isOpen = entry.links.length > 1 ? isOpenGroup(entry, index) : isOpenPair(entry, index, undecidable);
    if (isOpen) undecidable.add(entry);
  }
  const found = new Map<Entry, readonly PortalDocument[]>();
  for (const entry of scene.entries) {
    const alike = lookAlikes(entry, index);
    if (alike.length > 0 || undecidable.has(entry)) found.set(entry, alike);
  }
  return found;
};

const createIndex = (scene: Scene): Index => {
  const index: Index = {
    byLetter: new Map(),
    byAmount: new Map(),
    bySerial: new Map(),
    holders: new Map(),
    loose: new Map(),
  };
  for (const document of scene.portal) {
    if (document.superseded) continue;
    push(index.byAmount, amountKey(document.amounts.taxable), document);
    push(index.byLetter, documentKey(document), document);
    const { serial } = partsOf(document.number);
    if (serial !== '') push(index.bySerial, serial, document);
  }
  for (const list of index.byAmount.values()) list.sort((a, b) => a.day - b.day);
  for (const entry of scene.entries) {
    for (const link of entry.links) push(index.holders, link, entry);
    if (entry.links.length === 0) push(index.loose, amountKey(entry.voucher.amounts.taxable), entry);
  }
  return index;
};

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

const amountKey = (paise: number, offset = 0): string => String(Math.floor(paise / 100) + offset);

/** Vouchers that say the same and stand for different bills. */
const twins = (entries: readonly Entry[]): Set<Entry> => {
  const seen = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { own, supplier, type, number, day, amounts } = entry.voucher;
    push(seen, [own, supplier, type, partsOf(number).alnum, day, amounts.taxable, taxOf(amounts)].join('|'), entry);
  }
  const found = new Set<Entry>();
  for (const group of seen.values()) {
    const first = group[0];
    if (first === undefined || group.every((entry) => entry.links[0] === first.links[0])) continue;
    for (const entry of group) if (entry.scenario !== 'split') found.add(entry);
  }
  return found;
};

const isOpenPair = (entry: Entry, index: Index, undecidable: Set<Entry>): boolean => {
  const truth = entry.links[0];
  if (truth === undefined || (entry.scenario === 'split' && entry.voucher.number !== '')) return false;
  // The legs of a bill are told by their sum.
  const voucher = entry.scenario === 'split' ? { ...entry.voucher, amounts: truth.amounts } : entry.voucher;
  const evidence = weigh(voucher, truth);
  for (const rival of rivals(voucher, evidence, index)) {
    if (rival === truth || rival.bill.kind !== truth.bill.kind) continue;
    const toRival = weigh(voucher, rival);
    if (!fitsNoWorse(toRival, evidence)) continue;
    const holders = index.holders.get(rival) ?? [];
    if (holders.length === 0) return true;
    for (const holder of holders) {
      if (!fitsNoWorse(weigh(holder.voucher, truth), weigh(holder.voucher, rival))) continue;
      undecidable.add(holder);
      return true;
    }
  }
  return hasLooseRival(voucher, truth, evidence, index, undecidable);
};

/** Portal documents that could fit as well: they must agree on the amount or else on the serial. */
const rivals = (voucher: Voucher, evidence: Evidence, index: Index): PortalDocument[] => {
  if (evidence.amount < 2) return index.bySerial.get(partsOf(voucher.number).serial) ?? [];
  const found: PortalDocument[] = [];
  for (const offset of [-1, 0, 1]) {
    const list = index.byAmount.get(amountKey(voucher.amounts.taxable, offset)) ?? [];
    for (let i = evidence.date >= 2 ? firstFrom(list, voucher.day - 3) : 0; i < list.length; i++) {
      const document = list[i];
      if (document === undefined || (evidence.date >= 2 && document.day > voucher.day + 3)) break;
      if (dateLevel(voucher.day, document.day) >= evidence.date) found.push(document);
    }
  }
  return found;
};

const firstFrom = (sorted: readonly PortalDocument[], day: Day): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.day ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A voucher without any bill on the portal that fits this one's bill as well; then neither can be told. */
const hasLooseRival = (
  voucher: Voucher,
  truth: PortalDocument,
  evidence: Evidence,
  index: Index,
  undecidable: Set<Entry>,
): boolean => {
  const rival = [-1, 0, 1]
    .flatMap((offset) => index.loose.get(amountKey(voucher.amounts.taxable, offset)) ?? [])
    .find((other) => other.voucher.type === voucher.type && fitsNoWorse(weigh(other.voucher, truth), evidence));
  if (rival !== undefined) undecidable.add(rival);
  return rival !== undefined;
};

const GROUP_DAYS = 45;

/** A merged voucher is open when one of its bills could be another of the same amount that is not clearly taken. */
const isOpenGroup = (entry: Entry, index: Index): boolean => {
  if (entry.scenario !== 'merged' || entry.voucher.number.includes(',')) return false;
  return entry.links.some((link) =>
    (index.byAmount.get(amountKey(link.amounts.taxable)) ?? []).some(
      (other) =>
        !entry.links.includes(other) &&
        other.bill.own === link.bill.own &&
        other.bill.kind === link.bill.kind &&
        Math.abs(other.day - link.day) <= GROUP_DAYS &&
        !(index.holders.get(other) ?? []).some((holder) => numberLevel(holder.voucher.number, other.number) >= 3),
    ),
  );
};

const KINDS: Record<Voucher['type'], Kind> = { invoice: 'INVOICE', credit: 'CREDIT_NOTE', debit: 'DEBIT_NOTE' };

const letterKey = (supplier: string, own: string, kind: Kind, number: string, day: Day, amounts: Amounts): string =>
  [supplier, own, kind, partsOf(number).alnum, day, amounts.taxable, taxOf(amounts)].join('|');

const documentKey = ({ bill, number, day, amounts }: PortalDocument): string =>
  letterKey(bill.supplier, bill.own, bill.kind, number, day, amounts);

const lookAlikes = ({ voucher, links }: Entry, index: Index): PortalDocument[] => {
  const { supplier, own, type, number, day, amounts } = voucher;
  const found = index.byLetter.get(letterKey(supplier, own, KINDS[type], number, day, amounts)) ?? [];
  return found.filter((document) => !links.includes(document));
};
