import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeWorkbook, sheetData } from '../xlsx/testing/make-xlsx.ts';
import { inspectPortal } from './inspect-portal.ts';
import { gstr2b, invoice, note, supplier } from './testing/portal-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));
const save = (content: unknown): string => {
  const path = join(folder, 'a');
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
};

describe('inspectPortal', () => {
  it('says what a return holds and what is wrong with it', async () => {
    const docdata = { b2b: [supplier([invoice(), invoice({ dt: 'x' })])], cdnr: [supplier([note()], {}, 'nt')] };
    const itcsumm = { itcavl: { nonrevsup: { b2b: { cgst: 18 } } } };
    const inspection = await inspectPortal(save(gstr2b(docdata, { itcsumm })));
    expect(inspection).toMatchObject({
      ...{ kind: 'GSTR_2B', documents: 2, rejectedRows: 1, warnings: [], ignoredFiles: [] },
      sections: [
        { section: 'B2B', bucket: 'AVAILABLE', documents: 1, taxable: '100.00', tax: '18.00' },
        { section: 'CDNR', bucket: 'AVAILABLE', documents: 1, taxable: '-100.00', tax: '-18.00' },
      ],
      problems: [{ rowNumber: 2, message: '/data/docdata/b2b/0/inv/1: the date "x" is not a date (DD-MM-YYYY)' }],
      controlTotals: [{ section: 'b2b', head: 'cgst', summaryRupees: '18.00', documentsRupees: '9.00' }],
    });
  });

  it('reads workbooks', async () => {
    const path = fileURLToPath(new URL('./samples/gst-syn-gstr2b-v4-excel-102026.xlsx', import.meta.url));
    expect(await inspectPortal(path)).toMatchObject({ documents: 12, files: [{ shape: 'excel' }] });
  });

  it.each([
    ['text', 'Date,Bill No\n1,2\n'],
    ['other JSON', [{ billNo: '1' }]],
    ['JSON that is none', '{"a":'],
    ['deep JSON', '['.repeat(1000)],
    ['another workbook', makeWorkbook({ sheets: { Sheet1: sheetData([['Bill No']]) } })],
  ])('leaves %s to others', async (_, content) => {
    expect(await inspectPortal(save(content))).toBeNull();
  });

  it('refuses a return that breaks off', async () => {
    const text = JSON.stringify(gstr2b({ b2b: [supplier([invoice()])] }));
    await expect(inspectPortal(save(text.slice(0, -1)))).rejects.toMatchObject({ code: 'JSON_INVALID' });
  });
});
