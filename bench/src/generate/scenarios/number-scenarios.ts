import { cutNumber, damageNumber, mistypeNumber, reformatNumber, renewYear } from '../booked-number.ts';
import { civil, type Day, dayOf, fiscalYear, swapDayAndMonth } from '../calendar.ts';
import type { Bill } from '../document.ts';
import type { Random } from '../random.ts';
import { book, file, habitFor, type Scene, voucherOf } from '../scene.ts';

export const identical = (scene: Scene, bill: Bill): void =>
  book(scene, bill, voucherOf(bill, scene.random), { scenario: 'identical', links: file(scene, bill) });

export const numberFormat = (scene: Scene, bill: Bill): void => {
  const number = reformatNumber(bill.number, bill.day, habitFor(scene), scene.random);
  book(
    scene,
    bill,
    { ...voucherOf(bill, scene.random), number },
    { scenario: 'number-format', links: file(scene, bill) },
  );
};

export const numberTypo = (scene: Scene, bill: Bill): void => {
  const number = mistypeNumber(bill.number.text, scene.random);
  book(
    scene,
    bill,
    { ...voucherOf(bill, scene.random), number },
    { scenario: 'number-typo', links: file(scene, bill) },
  );
};

export const numberBlank = (scene: Scene, bill: Bill): void =>
  book(
    scene,
    bill,
    { ...voucherOf(bill, scene.random), number: '' },
    { scenario: 'number-blank', links: file(scene, bill) },
  );

export const numberCut = (scene: Scene, bill: Bill): void => {
  const number = cutNumber(bill.number, scene.random);
  book(scene, bill, { ...voucherOf(bill, scene.random), number }, { scenario: 'number-cut', links: file(scene, bill) });
};

export const numberDamaged = (scene: Scene, bill: Bill): void => {
  const damaged = damageNumber(bill.number.text);
  if (damaged === null) {
    numberCut(scene, bill);
    return;
  }
  const voucher = { ...voucherOf(bill, scene.random), number: damaged };
  book(scene, bill, voucher, { scenario: 'number-damaged', links: file(scene, bill) });
};

export const dateOnly = (scene: Scene, bill: Bill): void => {
  const day = shiftedDay(bill.day, scene.random);
  book(scene, bill, { ...voucherOf(bill, scene.random), day }, { scenario: 'date-only', links: file(scene, bill) });
};

/** Up to ten days off, within the financial year. */
const shiftedDay = (day: Day, random: Random): Day => {
  for (;;) {
    const shifted = day + (1 + Math.floor(random.next() ** 1.5 * 10)) * (random.chance(0.7) ? 1 : -1);
    if (fiscalYear(shifted) === fiscalYear(day)) return shifted;
  }
};

export const dayMonthSwap = (scene: Scene, bill: Bill): void => {
  const { year, month } = civil(bill.day);
  const days = Array.from({ length: 12 }, (_, i) => dayOf(year, month, i + 1)).filter((day) => {
    const swapped = swapDayAndMonth(day);
    return swapped !== null && fiscalYear(swapped) === fiscalYear(day);
  });
  const swappable = { ...bill, day: scene.random.pick(days) };
  const day = swapDayAndMonth(swappable.day) ?? swappable.day;
  const voucher = { ...voucherOf(swappable, scene.random), day };
  book(scene, swappable, voucher, { scenario: 'day-month-swap', links: file(scene, swappable) });
};

/** Dated on one side of 31 March by the supplier, on the other side by us. */
export const yearEndCrosser = (scene: Scene, bill: Bill): void => {
  const { random } = scene;
  const far = random.chance(0.15) ? 20 : 10;
  const april = civil(bill.day).month === 4;
  const border = april ? dayOf(2026, 3, 31) : dayOf(2026, 4, 1);
  const slack = Math.max(0, far - Math.abs(border - bill.day));
  const day = april ? border - random.int(Math.min(slack, 6) + 1) : border + random.int(slack + 1);
  const voucher = {
    ...voucherOf(bill, random),
    day,
    postedOn: Math.max(day, bill.day),
    number: renewYear(bill.number, day, random),
  };
  book(scene, bill, voucher, { scenario: 'year-end-crosser', links: file(scene, bill), asIs: true });
};
