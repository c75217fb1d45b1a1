import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectPurchase } from './inspect-purchase.ts';
import { templateCsv } from './testing/read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-inspect-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const save = (content: string): string => {
  // A name that DuckDB would take for a pattern.
  const path = join(folder, 'register [1]*.csv');
  writeFileSync(path, content);
  return path;
};

describe('inspectPurchase', () => {
  it('says what the file is, how its columns map, and its first problems', async () => {
    const csv = templateCsv([
      {},
      { date: 'soon', number: 'B' },
      { pos: 'Mars', number: 'C' },
      { date: 'x', number: 'D', project: 'P' },
    ]);
    const inspection = await inspectPurchase(save(csv), { maxProblems: 2 });
    expect(inspection).toMatchObject({
      kind: 'MAX_ITC',
      format: 'CSV',
      encoding: 'utf-8',
      delimiter: ',',
      headerRow: 1,
      lines: 4,
      rejectedLines: 3,
      documents: 1,
      missing: [],
    });
    expect(inspection.columns.find((c) => c.header === 'Supplier GSTIN')).toEqual({
      header: 'Supplier GSTIN',
      mappedTo: 'supplierGstin',
      use: 'FIELD',
    });
    expect(inspection.columns.find((c) => c.header === 'Project')).toEqual({
      header: 'Project',
      mappedTo: null,
      use: 'CUSTOM',
    });
    expect(inspection.problems.map((p) => [p.rowNumber, p.message.slice(0, 20)])).toEqual([
      [3, 'Document Date "soon"'],
      [4, 'Place of Supply "Mar'],
    ]);
    expect(readdirSync(folder)).toEqual(['register [1]*.csv']);
  });

  it('names missing columns instead of refusing', async () => {
    const inspection = await inspectPurchase(save('Bill No,Bill Date,Narration\n1,03-10-2026,x\n'));
    expect(inspection.missing.map((text) => text.split(' (')[0])).toEqual(['Supplier GSTIN', 'Item Taxable Amount']);
    expect(inspection.documents).toBe(0);
  });

  it('needs no own registration to be named', async () => {
    const inspection = await inspectPurchase(
      save('Bill No,Bill Date,GSTIN,Taxable Value\n1,03-10-2026,29AAGCB7383J1Z4,5\n'),
    );
    expect(inspection).toMatchObject({ kind: 'GENERIC', documents: 1, problems: [] });
    expect(inspection.warnings).toEqual(['The register does not say which registration bought; name it with --gstin.']);
  });

  it('does not fill in a registration that a line has left out', async () => {
    const inspection = await inspectPurchase(save(templateCsv([{ own: '' }])));
    expect(inspection.problems.map((p) => p.message.slice(0, 19))).toEqual(['My GSTIN is missing']);
  });

  it('still refuses what is no register', async () => {
    await expect(inspectPurchase(save('hello\n'))).rejects.toMatchObject({ code: 'HEADER_NOT_FOUND' });
  });
});
