import { paiseOfNumber, parseRupees } from '@milaan/gst';

/** Tables of `itcsumm`, by our one spelling. */
export type ControlTable = 'itcavl' | 'itcunavl' | 'itcrev' | 'itcRejected';
export type ControlHead = 'igst' | 'cgst' | 'sgst' | 'cess';

/** One figure of `itcsumm`. */
export interface ControlCell {
  readonly table: ControlTable;
  /** nonrevsup | isdsup | revsup | imports | othersup */
  readonly group: string;
  /** b2b, b2ba, cdnr, cdnra, cdnrrev, cdnrarev, ecom, ecoma, isd, isda, impg, impga, impgsez, impgasez */
  readonly section: string;
  readonly head: ControlHead;
  readonly paise: number;
}

export type ControlSummary = readonly ControlCell[];

export const CONTROL_HEADS: readonly ControlHead[] = ['igst', 'cgst', 'sgst', 'cess'];

// The spellings that occur (domain spec 2.4), by lower-case key.
const TABLES: ReadonlyMap<string, ControlTable> = new Map([
  ['itcavl', 'itcavl'],
  ['itcunavl', 'itcunavl'],
  ['itcrev', 'itcrev'],
  ['itcrejected', 'itcRejected'],
  ['itcrej', 'itcRejected'],
]);
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['nonrevsup', 'nonrevsup'],
  ['isdsup', 'isdsup'],
  ['revsup', 'revsup'],
  ['imports', 'imports'],
  ['impsup', 'imports'],
  ['othersup', 'othersup'],
]);
const SECTION_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['impgseza', 'impgasez'],
  ['cdnrrc', 'cdnrrev'],
  ['cdnrarc', 'cdnrarev'],
]);
const SECTIONS: ReadonlySet<string> = new Set(
  'b2b b2ba cdnr cdnra cdnrrev cdnrarev ecom ecoma isd isda impg impga impgsez impgasez'.split(' '),
);

const paiseOf = (value: unknown): number | null => {
  if (typeof value === 'number') return paiseOfNumber(value);
  const parsed = typeof value === 'string' ? parseRupees(value) : null;
  return parsed?.kind === 'amount' ? parsed.paise : null;
};

const members = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/** The figures of an `itcsumm`, whatever is missing or misspelt in it. What is not a figure is left out. */
export const readControlSummary = (itcsumm: unknown): ControlSummary => {
  const cells: ControlCell[] = [];
  for (const [tableKey, groups] of members(itcsumm)) {
    const table = TABLES.get(tableKey.toLowerCase());
    if (table === undefined) continue;
    for (const [groupKey, sections] of members(groups)) {
      const group = GROUPS.get(groupKey.toLowerCase());
      if (group === undefined) continue;
      for (const [sectionKey, heads] of members(sections)) {
        const key = sectionKey.toLowerCase();
        const section = SECTION_SPELLINGS.get(key) ?? key;
        if (!SECTIONS.has(section)) continue;
        const given = new Map(members(heads));
        for (const head of CONTROL_HEADS) {
          const paise = paiseOf(given.get(head));
          if (paise !== null) cells.push({ table, group, section, head, paise });
        }
      }
    }
  }
  return cells;
};

/** Equal figures; two pages of one return repeat the same summary, two generations do not. */
export const isSameSummary = (a: ControlSummary, b: ControlSummary): boolean => {
  const text = (cells: ControlSummary): string =>
    cells
      .filter((cell) => cell.paise !== 0)
      .map((cell) => `${cell.table}|${cell.group}|${cell.section}|${cell.head}|${cell.paise}`)
      .sort()
      .join('\n');
  return text(a) === text(b);
};
