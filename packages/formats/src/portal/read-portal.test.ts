import { describe, expect, it } from 'vitest';
import { OWN } from './testing/portal-data.ts';
import { column, type PortalRow, readFiles, sample } from './testing/read-files.ts';

const V4 = 'gstr2b-v4-portal-102026.json';
const V3 = 'gstr2b-v3-preIMS-092024.json';
const PAGED = 'gstr2b-api-paged.json';
const EXCEL = 'gstr2b-v4-excel-102026.xlsx';

const byNumber = (rows: readonly PortalRow[], number: string): PortalRow[] =>
  rows.filter((row) => row.number === number);

describe('the samples', () => {
  it('reads every section of a GSTR-2B as the portal gives it since October 2024', async () => {
    const { reading, rows, rejected } = await readFiles({ 'a.json': sample(V4) });
    expect(reading).toMatchObject({
      documents: 22,
      rejectedRows: 0,
      controlTotals: [],
      ignoredFiles: [],
      warnings: [],
    });
    expect(reading.files).toEqual([
      {
        ...{ path: 'a.json', kind: 'GSTR_2B', shape: 'v4', gstin: OWN, period: '102026', generatedOn: '2026-11-14' },
        ...{ documents: 22, bytes: sample(V4).length },
      },
    ]);
    expect(rejected).toEqual([]);
    const counts = new Map<string, number>();
    for (const row of rows)
      counts.set(`${row.section} ${row.bucket}`, (counts.get(`${row.section} ${row.bucket}`) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      ...{ 'B2B AVAILABLE': 6, 'B2B UNAVAILABLE': 2, 'B2B REJECTED': 1, 'B2B REVERSED_37A': 1, 'B2BA AVAILABLE': 1 },
      ...{ 'CDNR AVAILABLE': 2, 'CDNR REJECTED': 1, 'CDNRA AVAILABLE': 1, 'ECO AVAILABLE': 1, 'ISD AVAILABLE': 2 },
      ...{ 'ISD UNAVAILABLE': 1, 'IMPG AVAILABLE': 1, 'IMPGA AVAILABLE': 1, 'IMPGSEZ AVAILABLE': 1 },
    });
    expect(
      column(rows, 'seq')
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 22 }, (_, i) => i + 1));
    expect(new Set(column(rows, 'document_id')).size).toBe(22);
  });

  it('keeps what the documents say', async () => {
    const { rows } = await readFiles({ 'a.json': sample(V4) });
    expect(byNumber(rows, 'BP/26-27/0301')).toMatchObject([
      {
        ...{ section: 'B2BA', kind: 'INVOICE', original_kind: 'INVOICE', original_number: 'BP/26-27/0301' },
        ...{ original_date: '2026-08-14', ims_status: 'A', ims_itc_reduction: true, declared_igst: '0.00' },
        ...{ declared_cgst: '450.00', ims_remarks: 'qty short; partial ITC taken', supplier_filed_on: '2026-11-10' },
      },
    ]);
    expect(byNumber(rows, 'CN/26-27/021')).toMatchObject([{ kind: 'CREDIT_NOTE', taxable: '5000.00', cgst: '450.00' }]);
    expect(byNumber(rows, 'DN/26-27/004')).toMatchObject([{ kind: 'DEBIT_NOTE', taxable: '1500.00' }]);
    expect(byNumber(rows, 'GTC/1190')).toMatchObject([{ reverse_charge: true, igst: '2500.00', bucket: 'AVAILABLE' }]);
    expect(byNumber(rows, 'GTC/0044')).toMatchObject([
      { itc_reason: 'C', bucket: 'UNAVAILABLE', supplier_period: '042024' },
    ]);
    // The eligible and the ineligible half of one ISD document are two documents.
    expect(byNumber(rows, 'ISD/10/01').map((row) => [row.itc_available, row.igst])).toEqual([
      ['N', '600.00'],
      ['Y', '9000.00'],
    ]);
    expect(byNumber(rows, '7700001')).toMatchObject([
      {
        ...{ section: 'IMPGA', kind: 'BILL_OF_ENTRY', port_code: 'INNSA1', amendment_type: 'A', date: '2026-09-02' },
        ...{ original_number: '7700001', original_date: '2026-09-02', cgst: '0.00' },
      },
    ]);
    expect(byNumber(rows, '7712345')[0]).not.toHaveProperty('cp_gstin');
    expect(byNumber(rows, '8800021')).toMatchObject([{ section: 'IMPGSEZ', cp_gstin: '27AAACD4444D1Z1' }]);
  });

  it('sums the rate items of the older shape', async () => {
    const { reading, rows } = await readFiles({ 'a.json': sample(V3) });
    expect(reading.files[0]?.shape).toBe('v3');
    expect(rows.map((row) => [row.number, row.taxable, row.igst, row.cgst, row.line_count])).toEqual([
      ['BP/26-27/0390', '7600.00', '0.00', '190.00', 1],
      ['BP/26-27/0412', '100000.00', '0.00', '9000.00', 1],
      ['BP/26-27/0413', '25000.50', '0.00', '2250.05', 1],
      ['KBP000871', '48200.00', '8676.00', '0.00', 1],
      ['CN/26-27/021', '5000.00', '0.00', '450.00', 1],
      ['DN/26-27/004', '1500.00', '0.00', '135.00', 1],
    ]);
  });

  it('puts the pages of an API answer together to the same documents', async () => {
    const whole = await readFiles({ 'a.json': sample(V4) });
    const { reading, rows } = await readFiles({ 'b.json': sample(PAGED) });
    expect(reading).toMatchObject({ documents: 22, controlTotals: [], warnings: [] });
    expect(reading.returns).toEqual([
      { gstin: OWN, period: '102026', type: 'GSTR_2B', generatedOn: '2026-11-14', files: 1, superseded: 0 },
    ]);
    const withoutSeq = (row: PortalRow): PortalRow => ({ ...row, seq: 0 });
    expect(rows.map(withoutSeq)).toEqual(whole.rows.map(withoutSeq));
  });

  it('reads the Excel download to the same documents as the JSON download', async () => {
    const whole = await readFiles({ 'a.json': sample(V4) });
    const { reading, rows } = await readFiles({ 'a.xlsx': sample(EXCEL) });
    expect(reading).toMatchObject({ documents: 12, files: [{ shape: 'excel', generatedOn: '2026-11-14' }] });
    const byId = new Map(whole.rows.map((row) => [row.document_id, row]));
    for (const { seq: _, ...row } of rows) {
      const { seq: __, ims_status: ___, ims_itc_reduction, ...twin } = byId.get(row.document_id) ?? {};
      // The sample's Excel leaves the IMS declaration of notes out.
      expect(row).toEqual(row.section === 'B2BA' ? { ...twin, ims_itc_reduction } : twin);
    }
  });

  it('refuses lists of the Invoice Management System', async () => {
    for (const name of ['ims-getinv.json', 'ims-save.json']) {
      await expect(readFiles({ 'a.json': sample(name) })).rejects.toMatchObject({ code: 'PORTAL_IMS' });
    }
  });
});
