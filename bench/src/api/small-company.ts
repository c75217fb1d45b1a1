import { gstinOf, panOf } from '../generate/gstin.ts';
import { createRandom } from '../generate/random.ts';

/** A company with a few bills, all of October 2026. */
export interface SmallCompany {
  readonly pan: string;
  readonly register: string;
  readonly statement: string;
}

const BILLS = 20;
const SUPPLIER = gstinOf('27', 'AAACB2222B', 1);
const HEADERS =
  'Document Type,Document Number,Document Date,Supplier GSTIN,My GSTIN,Item Taxable Amount,CGST Amount,SGST Amount';

/** Every fourth bill differs between the two sides, or is missing on one of them. */
export function createSmallCompany(index: number): SmallCompany {
  const pan = panOf(index, createRandom(index));
  const own = gstinOf('27', pan, 1);
  const bills = Array.from({ length: BILLS }, (_, at) => ({ number: `B/${index}/${at}`, taxable: 1000 + 10 * at, at }));
  const booked = bills.filter(({ at }) => at % 8 !== 7);
  const reported = bills.filter(({ at }) => at % 8 !== 3);
  const inv = reported.map(({ number, taxable, at }) => {
    const value = taxable + (at % 8 === 5 ? 250 : 0);
    const tax = { txval: value, igst: 0, cgst: value * 0.09, sgst: value * 0.09, cess: 0, val: value * 1.18 };
    return { inum: number, typ: 'R', dt: '03-10-2026', pos: '27', rev: 'N', itcavl: 'Y', rsn: '', ...tax };
  });
  const b2b = [{ ctin: SUPPLIER, trdnm: 'Bharat Pipes LLP', supfildt: '10-11-2026', supprd: '102026', inv }];
  return {
    pan,
    register: [
      HEADERS,
      ...booked.map(({ number, taxable }) => {
        const tax = (taxable * 0.09).toFixed(2);
        return `invoice,${number},03-10-2026,${SUPPLIER},${own},${taxable},${tax},${tax}`;
      }),
      '',
    ].join('\n'),
    statement: JSON.stringify({
      data: { gstin: own, rtnprd: '102026', version: '1.0', gendt: '14-11-2026', docdata: { b2b } },
    }),
  };
}
