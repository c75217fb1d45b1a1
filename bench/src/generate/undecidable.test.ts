import { describe, expect, it } from 'vitest';
import { dayOf } from './calendar.ts';
import type { Bill, PortalDocument } from './document.ts';
import { createRandom } from './random.ts';
import { file, type Scene, voucherOf } from './scene.ts';
import { SETS } from './settings.ts';
import { createScene } from './simulate.ts';
import { createSupplier, writeBill } from './supplier.ts';
import { findUndecidable } from './undecidable.ts';

const DAY = dayOf(2026, 1, 10);
const OWN = '27AAACM2468K1Z9';

const scene = (): Scene => createScene(SETS.hard, createSupplier(SETS.hard, 1, 1), [OWN], createRandom(1));

const bill = (inScene: Scene, number: string, day = DAY): Bill => {
  const [from] = inScene.supplier.registrations;
  if (from === undefined) throw new Error('a supplier has a registration');
  const drawn = writeBill(inScene.supplier, from, OWN, 'INVOICE', day, inScene.random);
  return {
    ...drawn,
    amounts: { taxable: 49_900, igst: 8_982, cgst: 0, sgst: 0, cess: 0 },
    number: { ...drawn.number, text: number },
  };
};

const enter = (inScene: Scene, of: Bill, number: string, links: readonly PortalDocument[]) => {
  const entry = {
    voucher: { ...voucherOf(of, inScene.random), number },
    scenario: 'number-typo' as const,
    links,
    together: 0,
  };
  inScene.entries.push(entry);
  return entry;
};

describe('findUndecidable', () => {
  it('lets a slip be decided when every other bill is clearly taken', () => {
    const one = scene();
    const [a, b] = [bill(one, '412'), bill(one, '587')];
    enter(one, a, '4l2', file(one, a));
    enter(one, b, '587', file(one, b));
    expect(findUndecidable(one).size).toBe(0);
  });

  it('gives up a blank number between two equal bills of one day', () => {
    const one = scene();
    const [a, b] = [bill(one, '412'), bill(one, '587')];
    const blank = enter(one, a, '', file(one, a));
    file(one, b);
    expect([...findUndecidable(one)]).toEqual([[blank, []]]);
  });

  it('decides the same by the date', () => {
    const one = scene();
    const [a, b] = [bill(one, '412'), bill(one, '587', DAY + 1)];
    enter(one, a, '', file(one, a));
    file(one, b);
    expect(findUndecidable(one).size).toBe(0);
  });

  it('gives up both when two blank vouchers could change places', () => {
    const one = scene();
    const [a, b] = [bill(one, '412'), bill(one, '587')];
    const entries = [enter(one, a, '', file(one, a)), enter(one, b, '', file(one, b))];
    expect(new Set(findUndecidable(one).keys())).toEqual(new Set(entries));
  });

  it('gives up both when a voucher without a bill fits as well', () => {
    const one = scene();
    const a = bill(one, '412');
    const entries = [enter(one, a, '', file(one, a)), enter(one, a, '', [])];
    expect(new Set(findUndecidable(one).keys())).toEqual(new Set(entries));
  });

  it('names what a slip makes the voucher look like', () => {
    const one = scene();
    const [a, b] = [bill(one, '412'), bill(one, '413')];
    const slipped = enter(one, a, '413', file(one, a));
    const [unbooked] = file(one, b);
    expect([...findUndecidable(one)]).toEqual([[slipped, [unbooked]]]);
  });

  it('does so even where that bill is clearly of another voucher', () => {
    const one = scene();
    const [a, b] = [bill(one, '412'), bill(one, '413')];
    const slipped = enter(one, a, '413', file(one, a));
    const other = file(one, b);
    const wrongAmount = {
      ...voucherOf(b, one.random),
      amounts: { taxable: 99_900, igst: 17_982, cgst: 0, sgst: 0, cess: 0 },
    };
    one.entries.push({ voucher: wrongAmount, scenario: 'amount-differs', links: other, together: 0 });
    expect(findUndecidable(one).get(slipped)).toEqual(other);
  });

  it('tells two series apart by their letters', () => {
    const one = scene();
    const [a, b] = [bill(one, '412'), bill(one, '412/25-26')];
    enter(one, a, '412', file(one, a));
    enter(one, b, '412/25-26', file(one, b));
    expect(findUndecidable(one).size).toBe(0);
  });

  it('gives up a split bill when another of its sum fits as well', () => {
    const one = scene();
    const [a, b] = [bill(one, '412'), bill(one, '587')];
    const links = file(one, a);
    file(one, b);
    const half = { taxable: 24_950, igst: 4_491, cgst: 0, sgst: 0, cess: 0 };
    for (const amounts of [half, half]) {
      const voucher = { ...voucherOf(a, one.random), number: '', amounts };
      one.entries.push({ voucher, scenario: 'split', links, together: 1 });
    }
    expect(findUndecidable(one).size).toBe(2);
  });
});
