import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type GenerateOptions, generate } from './generate.ts';
import { readGenerated } from './generated-files.ts';
import { checkCharacter } from './gstin.ts';
import { SET_NAMES, SETS } from './settings.ts';

const root = mkdtempSync(join(tmpdir(), 'milaan-generate-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const make = (name: string, options: Partial<GenerateOptions> = {}) => {
  const folder = join(root, name);
  const manifest = generate({ set: 'mixed', size: 3000, seed: 7, multiLineShare: 0, folder, ...options });
  return { folder, manifest };
};

const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .sort()
    .map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`)
    .join('\n');

/** All portal documents of the statements: key and amounts in paise. */
const portalDocuments = (statements: readonly unknown[]): { key: string; own: string; heads: number[] }[] => {
  const paise = (value: unknown): number => Math.round(Number(value ?? 0) * 100);
  const iso = (text: string): string => text.split('-').reverse().join('-');
  const kinds: Record<string, string> = { C: 'CREDIT_NOTE', D: 'DEBIT_NOTE', ISDI: 'ISD_INVOICE' };
  const found: { key: string; own: string; heads: number[] }[] = [];
  const visit = (node: unknown, supplier: string, own: string): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, supplier, own);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const record: Record<string, unknown> = { ...node };
    const number = record.inum ?? record.ntnum ?? record.docnum ?? record.boenum;
    if (number === undefined) {
      for (const value of Object.values(record)) visit(value, String(record.ctin ?? supplier), own);
      return;
    }
    const kind =
      record.boenum !== undefined ? 'BILL_OF_ENTRY' : (kinds[String(record.doctyp ?? record.typ)] ?? 'INVOICE');
    const date = iso(String(record.dt ?? record.docdt ?? record.boedt));
    found.push({
      key: `${supplier}|${kind}|${number}|${date}`,
      own,
      heads: [record.igst, record.cgst, record.sgst, record.cess].map(paise),
    });
  };
  for (const statement of statements) {
    const data = Object(Object(statement).data);
    visit(data.docdata, '', String(data.gstin));
  }
  return found;
};

describe('generate', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    const first = bytesOf(make('a').folder);
    expect(bytesOf(make('b').folder)).toBe(first);
    expect(bytesOf(make('c', { seed: 8 }).folder)).not.toBe(first);
  });

  it.each(SET_NAMES)('%s: truth names every voucher and every portal document, and nothing else', (set) => {
    const { folder, manifest } = make(`truth-${set}`, { set });
    const { purchases, statements, truth } = readGenerated(folder);
    const vouchers = truth.flatMap((line) => ('portal' in line ? [] : [line]));
    expect(vouchers.map((line) => line.externalId).sort()).toEqual(purchases.map((line) => line['External ID']).sort());
    expect(vouchers).toHaveLength(manifest.vouchers);
    const named = new Set(truth.flatMap((line) => ('portal' in line ? [line.portal] : line.links)));
    const documents = portalDocuments(statements);
    expect(documents).toHaveLength(manifest.portalDocuments);
    expect(named).toEqual(new Set(documents.map((document) => document.key)));
  });

  it('names every portal document once, but for what an amendment replaced', () => {
    const { statements, truth } = readGenerated(make('unique').folder);
    const counts = new Map<string, number>();
    for (const { key } of portalDocuments(statements)) counts.set(key, (counts.get(key) ?? 0) + 1);
    const superseded = new Set(
      truth.flatMap((line) => ('portal' in line && line.scenario === 'superseded' ? [line.portal] : [])),
    );
    expect([...counts].filter(([key, count]) => count > 1 && !superseded.has(key))).toEqual([]);
    expect(superseded.size).toBeGreaterThan(0);
  });

  it('carries control totals that the documents add up to', () => {
    const { statements } = readGenerated(make('totals').folder);
    for (const statement of statements) {
      const summary = Object(Object(statement).data).itcsumm;
      const totals = [0, 0, 0, 0];
      for (const availability of Object.values(summary)) {
        for (const group of Object.values(Object(availability))) {
          ['igst', 'cgst', 'sgst', 'cess'].forEach((head, i) => {
            totals[i] = (totals[i] ?? 0) + Math.round(Number(Object(group)[head]) * 100);
          });
        }
      }
      const sums = [0, 1, 2, 3].map((i) =>
        portalDocuments([statement]).reduce((sum, { heads }) => sum + (heads[i] ?? 0), 0),
      );
      expect(totals).toEqual(sums);
    }
  });

  it('keeps the shares of the set within half of a tenant', () => {
    const { manifest } = make('shares', { size: 40_000 });
    for (const [scenario, share] of Object.entries(SETS.mixed.scenarios)) {
      if (['split', 'merged', 'duplicate', 'credit-confusion', 'own-other-gstin'].includes(scenario)) continue;
      const got = ((manifest.scenarios[scenario] ?? 0) / manifest.vouchers) * 100;
      expect(got, scenario).toBeGreaterThan(share * 0.4);
      expect(got, scenario).toBeLessThan(share * 1.65);
    }
    expect(manifest.vouchers / 40_000).toBeCloseTo(1, 1);
    expect(manifest.portalDocuments / 40_000).toBeCloseTo(1, 1);
  });

  it('cuts vouchers into lines without changing their sums', () => {
    const sums = (folder: string): Map<string, number> => {
      const byId = new Map<string, number>();
      for (const line of readGenerated(folder).purchases) {
        const id = line['External ID'] ?? '';
        const paise = ['Item Taxable Amount', 'IGST Amount', 'CGST Amount', 'SGST Amount'].reduce(
          (sum, head) => sum + Math.round(Number(line[head]) * 100),
          0,
        );
        byId.set(id, (byId.get(id) ?? 0) + paise);
      }
      return byId;
    };
    const { folder, manifest } = make('lines', { multiLineShare: 1 });
    expect(manifest.purchaseLines).toBeGreaterThan(manifest.vouchers * 2);
    expect([...sums(folder).values()].reduce((a, b) => a + b)).toBe(lineTotal(folder));
  });

  it('leaves no number blank where the template demands one', () => {
    const numbersIn = (set: 'mixed' | 'habits-b', column: string): (string | undefined)[] =>
      readGenerated(make(`blank-${set}`, { set, size: 6000 }).folder).purchases.map((line) => line[column]);
    expect(numbersIn('mixed', 'Document Number')).not.toContain('');
    expect(numbersIn('mixed', 'Document Number').some((number) => number?.startsWith('PV/'))).toBe(true);
    expect(numbersIn('habits-b', 'Supplier Invoice No')).toContain('');
  });

  it('issues numbers that keep Rule 46(b) and GSTINs with valid check characters', () => {
    const { statements } = readGenerated(make('rule').folder);
    for (const { key, own } of portalDocuments(statements)) {
      const [supplier = '', , number = ''] = key.split('|');
      expect(number).toMatch(/^[A-Za-z0-9][A-Za-z0-9/-]{0,15}$/);
      for (const gstin of [own, supplier])
        if (gstin !== '') expect(gstin.at(14)).toBe(checkCharacter(gstin.slice(0, 14)));
    }
  });
});

/** What the multi-line vouchers must add up to: document total less cess, once per voucher. */
const lineTotal = (folder: string): number => {
  const totals = new Map<string, number>();
  let cess = 0;
  for (const line of readGenerated(folder).purchases) {
    totals.set(line['External ID'] ?? '', Math.round(Number(line['Document Total Amount']) * 100));
    cess += Math.round(Number(line['CESS Amount']) * 100);
  }
  return [...totals.values()].reduce((a, b) => a + b) - cess;
};
