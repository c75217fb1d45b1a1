import { type Amounts, type PortalDocument, rupees } from './document.ts';

const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  nonrevsup: ['b2b', 'b2ba', 'cdnr', 'cdnra', 'ecom', 'ecoma'],
  isdsup: ['isd', 'isda'],
  revsup: ['b2b', 'b2ba', 'cdnr', 'cdnra'],
  imports: ['impg', 'impgsez', 'impga', 'impgasez'],
  othersup: ['cdnr', 'cdnra', 'cdnrrev', 'cdnrarev', 'isd', 'isda'],
};
const HEADS = ['igst', 'cgst', 'sgst', 'cess'] as const;
type Heads = Record<(typeof HEADS)[number], number>;

/** The `itcsumm` of one 2B: totals by GSTR-3B heading, in paise until printed. */
export interface ItcSummary {
  add(document: PortalDocument, section: string): void;
  print(): string;
}

export const createItcSummary = (): ItcSummary => {
  const cells = new Map<string, Heads>();
  return {
    add(document, section) {
      const key = `${document.itcAvailable ? 'itcavl' : 'itcunavl'}.${headingOf(document, section)}`;
      let heads = cells.get(key);
      if (heads === undefined) {
        heads = { igst: 0, cgst: 0, sgst: 0, cess: 0 };
        cells.set(key, heads);
      }
      addTo(heads, document.amounts);
    },
    print: () =>
      `{${['itcavl', 'itcunavl'].map((availability) => `"${availability}":{${printGroups(cells, availability)}}`).join(',')}}`,
  };
};

const headingOf = (document: PortalDocument, section: string): string => {
  const { kind, reverseCharge } = document.bill;
  if (kind === 'ISD_INVOICE') return 'isdsup.isd';
  if (kind === 'BILL_OF_ENTRY') return `imports.${section}`;
  if (kind === 'CREDIT_NOTE') return `othersup.${section}${reverseCharge ? 'rev' : ''}`;
  return `${reverseCharge ? 'revsup' : 'nonrevsup'}.${section}`;
};

const addTo = (heads: Heads, amounts: Amounts | Heads): void => {
  for (const head of HEADS) heads[head] += amounts[head];
};

const printGroups = (cells: ReadonlyMap<string, Heads>, availability: string): string =>
  Object.entries(SECTIONS)
    .map(([group, sections]) => {
      const total: Heads = { igst: 0, cgst: 0, sgst: 0, cess: 0 };
      const printed = sections.map((section) => {
        const heads = cells.get(`${availability}.${group}.${section}`) ?? { igst: 0, cgst: 0, sgst: 0, cess: 0 };
        addTo(total, heads);
        return `"${section}":{${printHeads(heads)}}`;
      });
      return `"${group}":{${printHeads(total)},${printed.join(',')}}`;
    })
    .join(',');

const printHeads = (heads: Heads): string => HEADS.map((head) => `"${head}":${rupees(heads[head])}`).join(',');
