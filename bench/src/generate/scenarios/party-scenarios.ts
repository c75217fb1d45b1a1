import { mistypeNumber } from '../booked-number.ts';
import { MONTH_COUNT, monthIndex } from '../calendar.ts';
import type { Bill } from '../document.ts';
import { gstinOf, panOf, stateOf } from '../gstin.ts';
import { book, file, type Scene, voucherOf } from '../scene.ts';
import { wrongAmounts } from './amount-scenarios.ts';
import { identical } from './number-scenarios.ts';

/** Our vendor master holds another registration of the supplier than the one that billed. */
export const samePan = (scene: Scene, bill: Bill): void => {
  const others = scene.supplier.registrations.map((one) => one.gstin).filter((gstin) => gstin !== bill.supplier);
  const supplier = others.length > 0 ? scene.random.pick(others) : scene.supplier.otherGstin;
  book(scene, bill, { ...voucherOf(bill, scene.random), supplier }, { scenario: 'same-pan', links: file(scene, bill) });
};

/** Booked under a vendor who has nothing to do with the bill. */
export const wrongSupplier = (scene: Scene, bill: Bill): void => {
  const { random } = scene;
  const supplier = gstinOf(stateOf(bill.supplier), panOf(random.int(400_000), random), 1);
  book(scene, bill, { ...voucherOf(bill, random), supplier }, { scenario: 'wrong-supplier', links: file(scene, bill) });
};

/** Billed to one of our registrations, booked in another. */
export const ownOtherGstin = (scene: Scene, bill: Bill): void => {
  const others = scene.owns.filter((own) => own !== bill.own);
  if (others.length === 0) {
    identical(scene, bill);
    return;
  }
  const own = scene.random.pick(others);
  const voucher = { ...voucherOf(bill, scene.random), own, pos: scene.random.chance(0.5) ? stateOf(own) : bill.pos };
  book(scene, bill, voucher, { scenario: 'own-other-gstin', links: file(scene, bill) });
};

/** Filed one to three months later; past the last month the portal does not know it yet. */
export const supplierLate = (scene: Scene, bill: Bill): void =>
  book(scene, bill, voucherOf(bill, scene.random), {
    scenario: 'supplier-late',
    links: file(scene, bill, { month: monthIndex(bill.day) + scene.random.between(1, 3) }),
  });

/** Filed wrongly, then amended in a later return. Most books hold the bill, some the wrong amount. */
export const amended = (scene: Scene, bill: Bill): void => {
  const { random } = scene;
  const month = monthIndex(bill.day) + random.between(1, 3);
  if (month >= MONTH_COUNT) {
    identical(scene, bill);
    return;
  }
  const what = random.weighted({ amounts: 60, number: 20, day: 20 });
  const wrong = {
    amounts: what === 'amounts' ? wrongAmounts(bill, random) : bill.amounts,
    number: what === 'number' ? mistypeNumber(bill.number.text, random) : bill.number.text,
    day: what === 'day' ? bill.day - random.between(1, 8) : bill.day,
  };
  file(scene, bill, { ...wrong, month: monthIndex(bill.day), superseded: true });
  const links = file(scene, bill, { month, original: { number: wrong.number, day: wrong.day } });
  const amounts = random.chance(0.2) ? wrong.amounts : bill.amounts;
  book(scene, bill, { ...voucherOf(bill, random), amounts }, { scenario: 'amended', links });
};

export const neverIn2b = (scene: Scene, bill: Bill): void =>
  book(scene, bill, voucherOf(bill, scene.random), { scenario: 'never-in-2b', links: [] });
