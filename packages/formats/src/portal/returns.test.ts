import { describe, expect, it } from 'vitest';
import { gstr2bOf, invoice, OTHER_OWN, OWN, STRANGER } from './testing/portal-data.ts';
import { column, readFiles, sample } from './testing/read-files.ts';

const V4 = 'gstr2b-v4-portal-102026.json';
const EXCEL = 'gstr2b-v4-excel-102026.xlsx';

describe('returns', () => {
  it('lets the latest generation replace the earlier ones', async () => {
    const { reading, rows } = await readFiles({
      'new.json': gstr2bOf([invoice({ txval: 200 })], { gendt: '18-11-2026' }),
      'old.json': gstr2bOf([invoice(), invoice({ inum: 'INV/2' })]),
    });
    expect(rows).toMatchObject([{ number: 'INV/1', taxable: '200.00', generated_on: '2026-11-18', seq: 1 }]);
    expect(reading.returns).toMatchObject([{ generatedOn: '2026-11-18', superseded: 1, files: 1 }]);
    expect(reading.ignoredFiles).toEqual([
      { path: 'old.json', reason: `replaced by the GSTR-2B of ${OWN} for 102026 generated on 2026-11-18` },
    ]);
  });

  it('counts a copy of a file once, however it is wrapped', async () => {
    const { data } = gstr2bOf([invoice()]);
    const { reading, rows } = await readFiles({
      'a.json': { chksum: '1', data },
      'b.json': { status_cd: '1', data: { data } },
    });
    expect(rows).toHaveLength(1);
    expect(reading.ignoredFiles).toEqual([{ path: 'b.json', reason: 'a copy of a.json' }]);
  });

  it('puts several files of one generation together, and counts documents that stand in two of them once', async () => {
    const { reading, rows } = await readFiles({
      'a.json': gstr2bOf([invoice(), invoice({ inum: 'INV/2' })]),
      'b.json': gstr2bOf([invoice({ inum: 'INV/2' }), invoice({ inum: 'INV/3' }), invoice({ inum: 'INV/3' })]),
    });
    expect(column(rows, 'number')).toEqual(['INV/1', 'INV/2', 'INV/3', 'INV/3']);
    expect(column(rows, 'seq').map(Number).sort()).toEqual([1, 2, 3, 4]);
    expect(reading.warnings).toEqual([
      expect.stringContaining('do not say how many there should be'),
      '1 documents stand in several files of one return; they count once.',
    ]);
  });

  it('takes the JSON where the Excel of the same generation is there too', async () => {
    const { reading, rows } = await readFiles({ 'a.xlsx': sample(EXCEL), 'b.json': sample(V4) });
    expect(rows).toHaveLength(22);
    expect(reading.ignoredFiles).toEqual([{ path: 'a.xlsx', reason: 'the same return is read from JSON' }]);
  });

  it('refuses two different statements of one day', async () => {
    const withSummary = (igst: number): unknown =>
      gstr2bOf([invoice({ igst })], {
        itcsumm: { itcavl: { nonrevsup: { b2b: { igst, cgst: 9, sgst: 9, cess: 0 } } } },
      });
    await expect(readFiles({ 'a.json': withSummary(0), 'b.json': withSummary(5) })).rejects.toMatchObject({
      code: 'PORTAL_CONFLICT',
      file: expect.stringContaining('b.json'),
    });
  });

  it('refuses other registrations in files named, and leaves them out of folders', async () => {
    const files = { 'in/a.json': gstr2bOf([invoice()]), 'in/b.json': gstr2bOf([invoice()], { gstin: STRANGER }) };
    await expect(readFiles(files, { gstins: [OWN] })).rejects.toMatchObject({ code: 'PORTAL_OTHER_REGISTRATION' });
    await expect(readFiles(files, { pan: 'AAACA1111A' })).rejects.toMatchObject({ code: 'PORTAL_OTHER_REGISTRATION' });
    const { reading, rows } = await readFiles(files, { pan: 'AAACA1111A', inputs: ['in'] });
    expect(column(rows, 'own_gstin')).toEqual([OWN]);
    expect(reading.ignoredFiles[0]?.reason).toContain(STRANGER);
  });

  it('keeps registrations and periods apart', async () => {
    const { reading, rows } = await readFiles({
      'a.json': gstr2bOf([invoice()]),
      'b.json': gstr2bOf([invoice()], { gstin: OTHER_OWN }),
      'c.json': gstr2bOf([invoice()], { rtnprd: '112026', gendt: '14-12-2026' }),
    });
    expect(new Set(column(rows, 'document_id')).size).toBe(3);
    expect(reading.returns.map((r) => [r.gstin, r.period])).toEqual([
      [OWN, '102026'],
      [OWN, '112026'],
      [OTHER_OWN, '102026'],
    ]);
  });
});

describe('pages', () => {
  const page = (number: number | null, count: number | null, invoices: readonly unknown[]): unknown => ({
    ...(number === null ? {} : { request: { file_num: number } }),
    ...{ status_cd: '1', data: gstr2bOf(invoices, count === null ? {} : { fc: count }) },
  });
  const announcement = (count: number): unknown => ({
    ...{
      status_cd: '3',
      data: { chksum: 'x', data: { gstin: OWN, rtnprd: '102026', gendt: '14-11-2026', fc: count } },
    },
    ...{ itcsumm: {} },
  });

  it('joins pages of several files, numbered or not', async () => {
    const { rows } = await readFiles({
      'a.json': page(2, 3, [invoice({ inum: 'B' })]),
      'b.json': page(null, 3, [invoice({ inum: 'C' })]),
      'c.json': page(1, 3, [invoice({ inum: 'A' })]),
    });
    expect(column(rows, 'number')).toEqual(['A', 'B', 'C']);
  });

  it.each([
    ['announced by an answer', [announcement(3), page(1, null, [invoice()]), page(3, null, [])], 'page 2 of 3'],
    ['announced by a page', [page(2, 2, [invoice()])], 'page 1 of 2'],
    ['known by its number', [page(4, null, [invoice()]), page(1, null, [])], 'pages 2, 3 of 4'],
    ['hidden by a copy', [page(1, 2, [invoice()]), page(1, 2, [invoice()])], 'page 2 of 2'],
    ['hidden by a copy without number', [page(null, 2, [invoice()]), page(null, 2, [invoice()])], 'page 2 of 2'],
  ])('refuses a return with a missing page, %s', async (_, answers, missing) => {
    await expect(readFiles({ 'a.json': answers })).rejects.toMatchObject({
      code: 'PORTAL_INCOMPLETE',
      message: `The GSTR-2B of ${OWN} for 102026 is incomplete: ${missing} missing.`,
    });
  });

  it('takes two empty pages for two pages', async () => {
    const { reading } = await readFiles({ 'a.json': [page(1, 3, []), page(2, 3, []), page(3, 3, [invoice()])] });
    expect(reading.documents).toBe(1);
  });

  it('refuses an answer of the API that reports an error, but takes "no data" for empty', async () => {
    const failed = { status_cd: '0', error: { error_cd: 'RET11402', message: 'Not authorised' } };
    await expect(readFiles({ 'a.json': [page(1, 1, [invoice()]), failed] })).rejects.toMatchObject({
      code: 'PORTAL_ERROR_ANSWER',
      message: expect.stringContaining('RET11402: Not authorised'),
    });
    const empty = { status_cd: '0', error: { error_cd: 'RET2B1016', message: 'No data' } };
    expect((await readFiles({ 'a.json': [page(1, 1, [invoice()]), empty] })).reading.documents).toBe(1);
  });
});
