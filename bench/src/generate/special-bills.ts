import type { Day } from './calendar.ts';
import type { Bill } from './document.ts';
import { drawState, gstinOf, panIn, panOf, stateOf } from './gstin.ts';
import { taxed } from './prices.ts';
import { at, type Weights } from './random.ts';
import { file, type Scene } from './scene.ts';
import { PLAY } from './simulate.ts';
import { drawDays } from './supplier.ts';

const PORTS = ['INNSA1', 'INBOM4', 'INMAA1', 'INDEL4', 'INMUN1', 'INBLR4'];

type SpecialScenario = 'identical' | 'date-only' | 'rounding' | 'amount-differs' | 'supplier-late' | 'never-in-2b';
const SHARES: Weights<SpecialScenario> = {
  identical: 85,
  'date-only': 4,
  rounding: 4,
  'amount-differs': 3,
  'supplier-late': 2,
  'never-in-2b': 2,
};

type DrawBill = (scene: Scene, day: Day, index: number) => Bill;

const playSpecials = (scene: Scene, count: number, draw: DrawBill): void => {
  drawDays(scene.supplier, count, scene.random).forEach((day, index) => {
    PLAY[scene.random.weighted(SHARES)](scene, draw(scene, day, index * 2));
    if (scene.random.chance(scene.settings.extraShare)) file(scene, draw(scene, day, index * 2 + 1));
  });
};

/** Bills of entry, a tenth of them for goods out of a special economic zone. */
export const playImports = (scene: Scene, count: number): void => {
  const zoneUnits = Array.from({ length: 5 }, (_, i) =>
    gstinOf(drawState(scene.random), panOf(450_000 + i, scene.random), 1),
  );
  playSpecials(scene, count, (inScene, day, index) => {
    const { random } = inScene;
    const supplier = random.chance(0.1) ? random.pick(zoneUnits) : '';
    const taxable = Math.round(Math.exp(12 + random.normal()) * 100);
    return {
      ...plainBill(
        at(inScene.owns, random.int(inScene.owns.length)),
        day,
        String(7_000_001 + index * 3 + random.int(3)),
      ),
      supplier,
      name: supplier === '' ? 'Overseas Components GmbH' : 'Zone Works Ltd',
      kind: 'BILL_OF_ENTRY',
      amounts: taxed(taxable, 18, true),
      portCode: random.pick(PORTS),
    };
  });
};

/** What our own input service distributor passes on. Its documents have no taxable value. */
export const playDistributor = (scene: Scene, count: number): void => {
  const own = at(scene.owns, 0);
  const distributor = gstinOf(stateOf(own), panIn(own), 2);
  playSpecials(scene, count, (inScene, day, index) => {
    const { random } = inScene;
    const receiver = at(inScene.owns, random.int(inScene.owns.length));
    const taxes = taxed(random.between(10_000, 90_000_000), 18, stateOf(receiver) !== stateOf(distributor));
    return {
      ...plainBill(receiver, day, `ISD/${String(index + 1).padStart(5, '0')}`),
      supplier: distributor,
      name: 'Own Head Office (ISD)',
      kind: 'ISD_INVOICE',
      amounts: { ...taxes, taxable: 0 },
    };
  });
};

const plainBill = (own: string, day: Day, text: string): Bill => ({
  own,
  supplier: '',
  name: '',
  kind: 'INVOICE',
  number: { text, prefix: '', serial: text, separator: '', fiscalYear: '', style: 'serial' },
  day,
  pos: stateOf(own),
  reverseCharge: false,
  viaOperator: false,
  supplyType: 'R',
  ratePercent: 18,
  amounts: { taxable: 0, igst: 0, cgst: 0, sgst: 0, cess: 0 },
  irn: '',
  portCode: '',
});
