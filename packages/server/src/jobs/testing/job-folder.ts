import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { onTestFinished } from 'vitest';
import type { JobContext } from '../job-context.ts';

export const OWN = '27AAACA1111A1ZS';
export const OWN_KARNATAKA = '29AAACA1111A1ZO';
export const PAN = 'AAACA1111A';
/** Of another PAN. */
export const STRANGER = '27AAACB2222B1ZJ';
export const SUPPLIER = '27AAACB2222B1ZJ';

export const BUDGET = { threads: 2, memoryBytes: 1e9 };

/** A context without a reader of progress that nobody aborts. */
export const quietContext = (): JobContext => ({ signal: new AbortController().signal, onProgress: () => undefined });

/** A folder that goes away with the test. */
export function createJobFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'milaan-jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new folder inside, for the files of one job. */
export function outFolderIn(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

export function writeInput(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export const namesIn = (folder: string): string[] => readdirSync(folder).sort();

export const textOf = (path: string): string => readFileSync(path, 'utf8').replace(/^\ufeff/, '');

/** Rows of a query over Parquet files or anything else that needs no tables, as text. */
export async function query(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    return (await (await instance.connect()).runAndReadAll(sql)).getRowsJson();
  } finally {
    instance.closeSync();
  }
}

const HEADERS =
  'Document Type,Document Number,Document Date,Supplier GSTIN,My GSTIN,Item Taxable Amount,CGST Amount,SGST Amount';

/** A register in the purchase template; each row gives number, date, own registration and taxable value. */
export const registerOf = (
  rows: readonly (readonly [number: string, date: string, own: string, taxable: number | string])[],
): string =>
  [
    HEADERS,
    ...rows.map(([number, date, own, taxable]) => {
      const tax = typeof taxable === 'number' ? (taxable * 0.09).toFixed(2) : '0';
      return `invoice,${number},${date},${SUPPLIER},${own},${taxable},${tax},${tax}`;
    }),
    '',
  ].join('\n');

interface Bill {
  readonly inum: string;
  readonly txval: number;
}

const taxed = ({ inum, txval }: Bill) => ({
  ...{ inum, txval, typ: 'R', dt: '03-10-2026', pos: '27', rev: 'N', itcavl: 'Y', rsn: '' },
  ...{ igst: 0, cgst: txval * 0.09, sgst: txval * 0.09, cess: 0, val: txval * 1.18 },
});

/** A GSTR-2B of invoices from one supplier, as the portal writes it. */
export const gstr2bOf = (bills: readonly Bill[], members: Readonly<Record<string, unknown>> = {}): string => {
  const b2b =
    bills.length === 0
      ? []
      : [
          {
            ctin: SUPPLIER,
            trdnm: 'Bharat Pipes LLP',
            supfildt: '10-11-2026',
            supprd: '102026',
            inv: bills.map(taxed),
          },
        ];
  const data = { gstin: OWN, rtnprd: '102026', version: '1.0', gendt: '14-11-2026', docdata: { b2b }, ...members };
  return JSON.stringify({ chksum: 'x', data });
};

/** A GSTR-2A of invoices from one supplier. */
export const gstr2aOf = (bills: readonly Bill[], members: Readonly<Record<string, unknown>> = {}): string => {
  const inv = bills.map(({ inum, txval }) => ({
    ...{ inum, idt: '03-10-2026', val: txval * 1.18, pos: '27', rchrg: 'N', inv_typ: 'R' },
    itms: [{ num: 1, itm_det: { rt: 18, txval, iamt: 0, camt: txval * 0.09, samt: txval * 0.09, csamt: 0 } }],
  }));
  const b2b = [{ ctin: SUPPLIER, cfs: 'Y', cfs3b: 'Y', fldtr1: '10-Nov-26', flprdr1: 'Oct-26', inv }];
  return JSON.stringify({ gstin: OWN, fp: '102026', b2b, ...members });
};
