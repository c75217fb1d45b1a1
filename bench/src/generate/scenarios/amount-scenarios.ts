import type { Amounts, Bill } from '../document.ts';
import { STATES, stateOf } from '../gstin.ts';
import { taxed } from '../prices.ts';
import type { Random } from '../random.ts';
import { book, file, type Scene, voucherOf } from '../scene.ts';

export const rounding = (scene: Scene, bill: Bill): void =>
  book(
    scene,
    bill,
    { ...voucherOf(bill, scene.random), amounts: roundedOff(bill.amounts, scene.random) },
    {
      scenario: 'rounding',
      links: file(scene, bill),
    },
  );

/** Every head off by up to a rupee, at least one of them by something. */
const roundedOff = (amounts: Amounts, random: Random): Amounts => {
  const paise = random.between(1, 100) * random.pick([1, -1]);
  const shift = (amount: number, by: number): number => (amount === 0 ? 0 : Math.max(0, amount + by));
  const onTaxable = random.chance(0.4) ? random.between(-100, 100) : 0;
  return {
    taxable: shift(amounts.taxable, onTaxable),
    igst: shift(amounts.igst, paise),
    cgst: shift(amounts.cgst, paise),
    sgst: shift(amounts.sgst, paise),
    cess: amounts.cess,
  };
};

export const amountDiffers = (scene: Scene, bill: Bill): void =>
  book(
    scene,
    bill,
    { ...voucherOf(bill, scene.random), amounts: wrongAmounts(bill, scene.random) },
    {
      scenario: 'amount-differs',
      links: file(scene, bill),
    },
  );

export const wrongAmounts = (bill: Bill, random: Random): Amounts => {
  const { amounts, ratePercent } = bill;
  const retaxed = (taxable: number, rate = ratePercent): Amounts =>
    taxed(Math.max(1_000, Math.round(taxable)), rate, amounts.igst > 0);
  const apart = Math.max(2_000, amounts.taxable * (0.01 + random.next() * 0.2));
  switch (random.weighted({ part: 45, rate: 15, gross: 10, digits: 20, small: 10 })) {
    case 'part':
      return retaxed(amounts.taxable + apart * random.pick([1, -1, -1]));
    case 'rate':
      return retaxed(amounts.taxable, ratePercent === 18 ? 5 : 18);
    case 'gross':
      return retaxed((amounts.taxable * (100 + ratePercent)) / 100);
    case 'digits':
      return retaxed(amounts.taxable * random.pick([0.1, 10, 1.09, 0.91]));
    case 'small':
      return retaxed(amounts.taxable + random.between(300, 900) * random.pick([1, -1]));
  }
};

/** Booked across the state border where the supplier billed within it, or the other way. */
export const headSwap = (scene: Scene, bill: Bill): void => {
  const { igst, cgst, sgst, taxable, cess } = bill.amounts;
  const amounts: Amounts =
    igst > 0
      ? { taxable, igst: 0, cgst: Math.floor(igst / 2), sgst: igst - Math.floor(igst / 2), cess }
      : { taxable, igst: cgst + sgst, cgst: 0, sgst: 0, cess };
  const pos = igst > 0 ? stateOf(bill.supplier) : scene.random.pick(STATES.filter((state) => state !== bill.pos));
  const voucher = voucherOf(bill, scene.random);
  book(
    scene,
    bill,
    { ...voucher, amounts, pos: scene.random.chance(0.5) ? pos : voucher.pos },
    {
      scenario: 'head-swap',
      links: file(scene, bill),
    },
  );
};

export const reverseChargeDiffers = (scene: Scene, bill: Bill): void =>
  book(
    scene,
    bill,
    { ...voucherOf(bill, scene.random), reverseCharge: !bill.reverseCharge },
    {
      scenario: 'reverse-charge-differs',
      links: file(scene, bill),
    },
  );
