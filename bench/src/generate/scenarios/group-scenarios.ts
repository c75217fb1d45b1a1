import { reformatNumber } from '../booked-number.ts';
import { type Amounts, addAmounts, type Bill, type PortalDocument, taxOf, type Voucher } from '../document.ts';
import { taxed } from '../prices.ts';
import { at, type Random } from '../random.ts';
import { billLike, book, file, postingDay, type Scene, voucherOf } from '../scene.ts';

/** One bill in two to four vouchers. */
export const split = (scene: Scene, bill: Bill): void => {
  const { random } = scene;
  const links = file(scene, bill);
  scene.groups += 1;
  const style = random.weighted(scene.settings.splitStyles);
  const letters = random.chance(0.4);
  const onePosting = random.chance(0.75);
  portions(bill.amounts, random.pick([2, 2, 2, 3, 4]), random).forEach((amounts, i) => {
    const suffix = letters ? `/${String.fromCharCode(65 + i)}` : `-${i + 1}`;
    const number = { 'same-number': bill.number.text, suffix: bill.number.text + suffix, blank: '' }[style];
    const day = onePosting ? bill.day : bill.day + random.int(6);
    book(
      scene,
      bill,
      { ...voucherOf(bill, random), number, amounts, day, postedOn: postingDay(day, random) },
      {
        scenario: 'split',
        links,
        together: scene.groups,
        asIs: true,
      },
    );
  });
};

/** Shares of a document that add up to it to the paisa. */
const portions = (whole: Amounts, count: number, random: Random): Amounts[] => {
  const parts: Amounts[] = [];
  let left = whole;
  for (let i = count; i > 1; i--) {
    const share = (0.6 + random.next() * 0.8) / i;
    const of = (amount: number): number => Math.floor(amount * share);
    const half = of(left.cgst);
    const part = { taxable: of(left.taxable), igst: of(left.igst), cgst: half, sgst: half, cess: of(left.cess) };
    parts.push(part);
    left = addAmounts(left, part, -1);
  }
  return [...parts, left];
};

/** Two to four bills in one voucher. */
export const merged = (scene: Scene, bill: Bill): void => {
  const { random } = scene;
  const bills = [bill];
  const count = random.pick([2, 2, 3, 4]);
  while (bills.length < count)
    bills.push(billLike(scene, bill, 'INVOICE', at(bills, bills.length - 1).day + random.int(8)));
  const links = bills.flatMap((one) => file(scene, one));
  const last = at(bills, bills.length - 1);
  const voucher = {
    ...voucherOf(last, random),
    number: mergedNumber(scene, bills),
    amounts: bills.slice(1).reduce((sum, one) => addAmounts(sum, one.amounts), bill.amounts),
  };
  book(scene, last, voucher, { scenario: 'merged', links, asIs: true });
};

const mergedNumber = (scene: Scene, bills: readonly Bill[]): string => {
  const serials = bills.map((one) => one.number.serial);
  switch (scene.random.weighted(scene.settings.mergedStyles)) {
    case 'one-number':
      return scene.random.pick(bills).number.text;
    case 'listed':
      return serials.join(', ');
    case 'range':
      return `${at(serials, 0)}-${at(serials, serials.length - 1)}`;
    case 'blank':
      return '';
  }
};

/** A bill and a later credit note, booked as one lower bill. */
export const invoiceMinusCredit = (scene: Scene, bill: Bill): void => {
  const { random } = scene;
  const drawn = billLike(scene, bill, 'CREDIT_NOTE', bill.day + random.int(20));
  const part = Math.round(bill.amounts.taxable * (0.05 + random.next() * 0.5));
  const note: Bill = {
    ...drawn,
    ratePercent: bill.ratePercent,
    amounts: taxed(part, bill.ratePercent, bill.amounts.igst > 0),
  };
  const links: PortalDocument[] = [...file(scene, bill), ...file(scene, note)];
  const amounts = addAmounts(bill.amounts, note.amounts, -1);
  if (taxOf(amounts) <= 0) throw new Error('a credit note must leave something of the bill');
  book(scene, bill, { ...voucherOf(bill, random), amounts }, { scenario: 'invoice-minus-credit', links, asIs: true });
};

/** The same bill booked twice; one of the two may claim it. */
export const duplicate = (scene: Scene, bill: Bill): void => {
  const { random } = scene;
  const links = file(scene, bill);
  scene.groups += 1;
  const first = voucherOf(bill, random);
  const second = {
    ...voucherOf(bill, random),
    number: random.chance(0.5)
      ? bill.number.text
      : reformatNumber(bill.number, bill.day, scene.supplier.buyerHabit, random),
  };
  const again = random.chance(0.3) ? { ...second, day: second.postedOn } : second;
  for (const voucher of random.chance(0.5) ? [first, again] : [again, first]) {
    book(scene, bill, voucher, { scenario: 'duplicate', links, together: scene.groups, asIs: true });
  }
};

/** A supplier's credit note with the sign or the kind that a buyer's ledger gives it. */
export const creditConfusion = (scene: Scene, bill: Bill): void => {
  const { random } = scene;
  const links = file(scene, bill);
  const voucher = voucherOf(bill, random);
  const style = random.weighted(scene.settings.creditStyles);
  const changes: Record<typeof style, Partial<Voucher>> = {
    negative: { sign: -1 },
    'as-debit': { type: 'debit' },
    'negative-invoice': { type: 'invoice', sign: -1 },
    'own-number': { type: 'debit', number: `DN-${random.between(100, 9999)}` },
  };
  book(
    scene,
    bill,
    { ...voucher, ...changes[style] },
    { scenario: 'credit-confusion', links, asIs: style === 'own-number' },
  );
};
