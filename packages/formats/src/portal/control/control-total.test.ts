import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gstr2b, invoice, note, supplier } from '../testing/portal-data.ts';
import { readFiles } from '../testing/read-files.ts';
import { isSameSummary, readControlSummary } from './control-summary.ts';

const SAMPLE = readFileSync(new URL('../samples/gst-syn-gstr2b-v4-portal-102026.json', import.meta.url), 'utf8');
const heads = (igst: unknown, cgst: unknown = 0, sgst: unknown = cgst, cess: unknown = 0): unknown => ({
  igst,
  cgst,
  sgst,
  cess,
});

describe('checkControlTotals', () => {
  it('names every cell that the documents do not add up to', async () => {
    const tampered = SAMPLE.replace('"igst": 48676.0', '').replace(
      '"txval": 48200,\n       "igst": 8676.0',
      '"txval": 48200,\n       "igst": 8670.0',
    );
    expect(tampered).not.toBe(SAMPLE);
    const { reading } = await readFiles({ 'a.json': tampered });
    expect(reading.controlTotals).toEqual([
      {
        ...{
          gstin: '27AAACA1111A1ZS',
          period: '102026',
          table: 'itcavl',
          group: 'nonrevsup',
          section: 'b2b',
          head: 'igst',
        },
        ...{ summaryRupees: '8676.00', documentsRupees: '8670.00' },
      },
    ]);
  });

  it.each([
    ['no documents', {}],
    ['an empty list of them', { docdata: { b2b: [] } }],
  ])('refuses a summary of tax with %s: nobody may be taken for a defaulter for it', async (_, members) => {
    const statement = (igst: number) => ({
      data: {
        ...{ gstin: '27AAACA1111A1ZS', rtnprd: '102026', gendt: '14-11-2026' },
        ...{ itcsumm: { itcavl: { nonrevsup: { b2b: heads(igst) } } }, ...members },
      },
    });
    await expect(readFiles({ 'a.json': statement(18) })).rejects.toMatchObject({ code: 'PORTAL_INCOMPLETE' });
    expect((await readFiles({ 'a.json': statement(0) })).reading.documents).toBe(0);
  });

  it('allows a rupee and reads the spellings that occur', async () => {
    const docdata = {
      b2b: [supplier([invoice({ igst: 10.5, cgst: 0, sgst: 0 })])],
      cdnr: [supplier([note({ rev: 'Y', igst: 7, cgst: 0, sgst: 0 })], {}, 'nt')],
      impg: [{ portcode: 'INNSA1', boenum: '1', boedt: '03-10-2026', isamd: 'N', txval: 10, igst: 3, cess: 0 }],
    };
    const docRejdata = { b2b: [supplier([invoice({ inum: 'X' })])] };
    const itcsumm = {
      itcavl: { nonrevsup: { b2b: heads(11.5) }, othersup: { cdnrrc: heads('7.00') }, impsup: { impg: heads(3) } },
      itcrej: { nonrevsup: { b2b: heads(0, 11) } },
    };
    const { reading } = await readFiles({ 'a.json': gstr2b(docdata, { itcsumm, docRejdata }) });
    expect(
      reading.controlTotals.map((cell) => [
        cell.table,
        cell.section,
        cell.head,
        cell.summaryRupees,
        cell.documentsRupees,
      ]),
    ).toEqual([
      ['itcRejected', 'b2b', 'cgst', '11.00', '9.00'],
      ['itcRejected', 'b2b', 'sgst', '11.00', '9.00'],
    ]);
  });

  describe('amendments', () => {
    const original = gstr2b(
      { b2b: [supplier([invoice({ inum: 'A/1', dt: '03-09-2026', igst: 100, cgst: 0, sgst: 0 })])] },
      { rtnprd: '092026', gendt: '14-10-2026' },
    );
    const amended = (total: number): unknown =>
      gstr2b(
        {
          b2ba: [supplier([invoice({ inum: 'A/1R', oinum: 'a/1', oidt: '03-09-2026', igst: 130, cgst: 0, sgst: 0 })])],
        },
        { itcsumm: { itcavl: { nonrevsup: { b2ba: heads(total) } } } },
      );
    it.each([
      ['the full value', 130, 0],
      ['the change', 30, 0],
      ['neither', 55, 1],
    ])('may count by %s', async (_, total, differences) => {
      const { reading } = await readFiles({ 'a.json': original, 'b.json': amended(total) });
      expect(reading.controlTotals).toHaveLength(differences);
    });

    it('are not judged where the original is not at hand and the full value does not fit', async () => {
      expect((await readFiles({ 'b.json': amended(30) })).reading.controlTotals).toEqual([]);
    });
  });

  it('adds up amounts beyond what a number can hold', async () => {
    const many = Array.from({ length: 200 }, (_, i) => invoice({ inum: `I/${i}`, igst: 9_999_999_999_999.99 }));
    const { reading } = await readFiles({
      'a.json': gstr2b({ b2b: [supplier(many)] }, { itcsumm: { itcavl: { nonrevsup: { b2b: heads(1, 1800) } } } }),
    });
    expect(reading.controlTotals).toMatchObject([{ head: 'igst', documentsRupees: '1999999999999998.00' }]);
  });
});

describe('readControlSummary', () => {
  it('leaves out what is no figure', () => {
    const odd = {
      itcavl: {
        nonrevsup: { b2b: { igst: 'x', cgst: Number.NaN, sgst: null, cess: [1] }, other: heads(1), igst: 5 },
        more: {},
      },
    };
    for (const value of [odd, null, 'x', [], { itcavl: null }, { __proto__: { itcavl: 1 } }]) {
      expect(readControlSummary(value)).toEqual([]);
    }
  });

  it('takes a summary without its zeros for the same', () => {
    const full = readControlSummary({ itcavl: { nonrevsup: { b2b: heads(5), b2ba: heads(0) } } });
    expect(isSameSummary(full, readControlSummary({ itcavl: { nonrevsup: { b2b: { igst: 5 } } } }))).toBe(true);
    expect(isSameSummary(full, [])).toBe(false);
  });
});
