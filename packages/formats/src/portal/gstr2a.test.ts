import { describe, expect, it } from 'vitest';
import { OWN, SUPPLIER } from './testing/portal-data.ts';
import { readFiles } from './testing/read-files.ts';

const item = (txval: number, members: object = {}): object => ({
  num: 1,
  itm_det: { rt: 18, txval, iamt: 0, camt: txval * 0.09, samt: txval * 0.09, csamt: 0, ...members },
});
const invoice = (members: object = {}): object => ({
  ...{ chksum: 'x', inum: 'A/1', idt: '03-10-2026', val: 118, pos: '27', rchrg: 'N', inv_typ: 'R', itms: [item(100)] },
  ...members,
});
const supplier = (documents: readonly object[], members: object = {}, key = 'inv'): object => ({
  ...{ ctin: SUPPLIER, cfs: 'Y', cfs3b: 'N', dtcancel: '27-Aug-19', fldtr1: '18-Nov-26', flprdr1: 'Oct-26' },
  [key]: documents,
  ...members,
});
const gstr2a = (sections: object, members: object = {}): object => ({
  gstin: OWN,
  fp: '102026',
  ...sections,
  ...members,
});

describe('GSTR-2A', () => {
  it('reads every section', async () => {
    const { reading, rows } = await readFiles({
      'a.json': gstr2a({
        b2b: [supplier([invoice({ itms: [item(100), item(50.55)], irn: 'ab', irngendate: '04-10-2026' })])],
        b2ba: [
          supplier([
            invoice({ inum: 'A/2', oinum: 'A/0', oidt: '01-09-2026', atyp: 'N', rchrg: 'Y', inv_typ: 'SEWP' }),
          ]),
        ],
        cdn: [
          supplier(
            [{ ...invoice(), ntty: 'D', nt_num: 'N/1', nt_dt: '05-10-2026', inum: 'A/1', idt: '03-10-2026' }],
            {},
            'nt',
          ),
        ],
        cdna: [
          supplier(
            [{ ...invoice(), ntty: 'C', nt_num: 'N/2', nt_dt: '05-10-2026', ont_num: 'N/0', ont_dt: '01-09-2026' }],
            {},
            'nt',
          ),
        ],
        isd: [
          supplier(
            [
              {
                isd_docty: 'ISDCN',
                docnum: 'I/1',
                docdt: '31-10-2026',
                itc_elg: 'N',
                iamt: 5,
                camt: 0,
                samt: 0,
                cess: 1,
              },
            ],
            {},
            'doclist',
          ),
        ],
        impg: [
          {
            refdt: '14-10-2026',
            portcd: 'innsa1',
            benum: 7712345,
            bedt: '13-10-2026',
            txval: 1000,
            iamt: 180,
            csamt: 2,
            amd: 'N',
          },
        ],
        impgsez: [
          {
            portcd: 'INBOM4',
            benum: 88,
            bedt: '13-10-2026',
            txval: 10,
            iamt: 1.8,
            csamt: 0,
            amd: 'Y',
            sgstin: '01AABCE2207R1Z5',
            tdname: 'SEZ UNIT',
          },
        ],
        tds: [{ gstin_deductor: SUPPLIER, amt_ded: 5 }],
      }),
    });
    expect(reading).toMatchObject({
      documents: 7,
      rejectedRows: 0,
      files: [{ kind: 'GSTR_2A', shape: '2a', generatedOn: null }],
    });
    const taxes = ['taxable', 'igst', 'cgst', 'sgst', 'cess'];
    expect(
      rows.map((row) => [row.section, row.kind, row.number, row.bucket, ...taxes.map((tax) => Number(row[tax]))]),
    ).toEqual([
      ['B2BA', 'INVOICE', 'A/2', 'AVAILABLE', 100, 0, 9, 9, 0],
      ['B2B', 'INVOICE', 'A/1', 'AVAILABLE', 150.55, 0, 13.55, 13.55, 0],
      ['CDNRA', 'CREDIT_NOTE', 'N/2', 'AVAILABLE', 100, 0, 9, 9, 0],
      ['CDNR', 'DEBIT_NOTE', 'N/1', 'AVAILABLE', 100, 0, 9, 9, 0],
      ['IMPGSEZA', 'BILL_OF_ENTRY', '88', 'AVAILABLE', 10, 1.8, 0, 0, 0],
      ['IMPG', 'BILL_OF_ENTRY', '7712345', 'AVAILABLE', 1000, 180, 0, 0, 2],
      ['ISD', 'ISD_CREDIT_NOTE', 'I/1', 'UNAVAILABLE', 0, 5, 0, 0, 1],
    ]);
    expect(rows[0]).toMatchObject({
      ...{
        original_number: 'A/0',
        original_date: '2026-09-01',
        amendment_type: 'N',
        reverse_charge: true,
        supply_type: 'SEWP',
      },
      ...{ supplier_filed_gstr1: true, supplier_filed_gstr3b: false, supplier_cancelled_on: '2019-08-27' },
      ...{ supplier_filed_on: '2026-11-18', supplier_period: '102026', source: 'GSTR_2A' },
    });
    expect(rows[1]).toMatchObject({ line_count: 2, irn: 'ab', irn_date: '2026-10-04' });
    expect(rows[4]).toMatchObject({
      cp_gstin: '01AABCE2207R1Z5',
      cp_name: 'SEZ UNIT',
      flags: ['GSTIN_CHECK_DIGIT'],
      original_number: '88',
    });
    expect(rows[5]).toMatchObject({ port_code: 'INNSA1' });
  });

  it('takes one section to an answer, whose request says whose it is', async () => {
    const { rows } = await readFiles({
      'a.json': { request: { gstin: OWN, ret_period: '102026' }, data: { b2b: [supplier([invoice()])] } },
      'b.json': {
        request: { gstin: OWN, ret_period: '102026' },
        data: { cdn: [supplier([{ ...invoice(), ntty: 'C', nt_num: 'N', nt_dt: '05-10-2026' }], {}, 'nt')] },
      },
    });
    expect(rows.map((row) => row.number)).toEqual(['A/1', 'N']);
  });

  it('keeps a document that several periods show in the latest', async () => {
    const { reading, rows } = await readFiles({
      'a.json': gstr2a({ b2b: [supplier([invoice(), invoice({ inum: 'A/2' })])] }, { fp: '112026' }),
      'b.json': gstr2a({ b2b: [supplier([invoice({ itms: [item(90)] })])] }),
    });
    expect(rows.map((row) => [row.number, row.return_period, row.taxable])).toEqual([
      ['A/1', '112026', '100.00'],
      ['A/2', '112026', '100.00'],
    ]);
    expect(reading.warnings).toEqual(['1 documents stand in the GSTR-2A of several periods; the latest counts.']);
  });

  it('is left out beside a GSTR-2B, and refused where a GSTR-2B was asked for', async () => {
    const files = {
      'a.json': gstr2a({ b2b: [supplier([invoice()])] }),
      'b.json': {
        data: {
          gstin: OWN,
          rtnprd: '102026',
          docdata: { b2b: [{ ctin: SUPPLIER, inv: [{ inum: 'B', dt: '03-10-2026', txval: 1 }] }] },
        },
      },
    };
    const { reading, rows } = await readFiles(files);
    expect(rows.map((row) => row.number)).toEqual(['B']);
    expect(reading.ignoredFiles).toEqual([{ path: 'a.json', reason: 'it is a GSTR-2A; the run reads GSTR-2B' }]);
    await expect(readFiles(files, { type: '2b' })).rejects.toMatchObject({ code: 'PORTAL_OTHER_TYPE' });
    await expect(readFiles(files, { type: '2a' })).rejects.toMatchObject({ code: 'PORTAL_OTHER_TYPE' });
  });

  it("is not mixed up with the registration's own GSTR-1", async () => {
    const gstr1 = { gstin: OWN, fp: '102026', gt: 1, b2b: [{ ctin: SUPPLIER, inv: [invoice()] }], b2cs: [], hsn: {} };
    await expect(readFiles({ 'a.json': gstr1 })).rejects.toMatchObject({ code: 'FILE_NOT_RECOGNISED' });
  });
});
