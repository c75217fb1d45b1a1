import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { monthIndex, periodOf, portalDate } from './calendar.ts';
import { type Amounts, addAmounts, rupees, taxOf, type Voucher } from './document.ts';
import { createFragmentStore } from './fragment-store.ts';
import { at, createRandom, type Random } from './random.ts';
import type { SetSettings } from './settings.ts';

/** Writes a purchase register in the columns of the Max ITC template, in posting order. */
export interface PurchaseWriter {
  add(voucher: Voucher, externalId: string, vendorCode: string, lines: number): void;
  finish(): void;
}

type Register = SetSettings['register'];

/** The same columns under the names of the Max ITC template and of a plain register. */
const COLUMNS = [
  ['Document Type', 'Document Type'],
  ['Document Number', 'Supplier Invoice No'],
  ['Document Date', 'Supplier Invoice Date'],
  ['Return Filing Month', 'Return Period'],
  ['Place of Supply', 'Place of Supply'],
  ['Is Reverse Charge', 'Reverse Charge'],
  ['Supplier GSTIN', 'Supplier GSTIN'],
  ['Supplier Name', 'Party Name'],
  ['My GSTIN', 'Our GSTIN'],
  ['Item Category', 'Item Category'],
  ['Item Description', 'Item Description'],
  ['HSN or SAC code', 'HSN Code'],
  ['Item Taxable Amount', 'Taxable Value'],
  ['GST Rate', 'GST Rate'],
  ['IGST Amount', 'IGST'],
  ['CGST Amount', 'CGST'],
  ['SGST Amount', 'SGST'],
  ['CESS Amount', 'Cess'],
  ['Document Total Amount', 'Invoice Value'],
  ['ITC Claim Type', 'ITC Claim Type'],
  ['Import Type', 'Import Type'],
  ['Import Bill Number', 'Bill of Entry No'],
  ['Import Bill Date', 'Bill of Entry Date'],
  ['Import Bill Port Code', 'Port Code'],
  ['Vendor Code', 'Vendor Code'],
  ['Voucher Number', 'Voucher No'],
  ['Voucher Date', 'Posting Date'],
  ['External ID', 'External ID'],
  ['External Line Item ID', 'External Line Item ID'],
] as const;

const RECORD_END = '\u001e';

export const createPurchaseWriter = (folder: string, seed: number, register: Register): PurchaseWriter => {
  const store = createFragmentStore(join(folder, '.parts-purchases'));
  return {
    add(voucher, externalId, vendorCode, lines) {
      const number = numberCell(voucher, externalId, register);
      const printed = linesOf(voucher, lines).map((amounts, i) =>
        printLine(voucher, number, amounts, externalId, vendorCode, i + 1),
      );
      store.append(String(voucher.postedOn), printed.join('') + RECORD_END);
    },
    finish() {
      const out = openSync(join(folder, 'purchases.csv'), 'w');
      writeSync(out, `${COLUMNS.map(([template, plain]) => (register === 'template' ? template : plain)).join(',')}\n`);
      for (const day of store.keys()) {
        const records = store.read(day).split(RECORD_END);
        records.pop();
        writeSync(out, shuffled(records, createRandom(seed, 4, Number(day))).join(''));
      }
      closeSync(out);
      store.remove();
    },
  };
};

const shuffled = <T>(items: readonly T[], random: Random): T[] => {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const moved = at(copy, i);
    copy[i] = at(copy, j);
    copy[j] = moved;
  }
  return copy;
};

/** The voucher cut into lines that add up to it. */
const linesOf = (voucher: Voucher, lines: number): Amounts[] => {
  const parts: Amounts[] = [];
  let left = voucher.amounts;
  for (let i = lines; i > 1; i--) {
    const of = (amount: number): number => Math.floor(amount / i);
    const part = {
      taxable: of(left.taxable),
      igst: of(left.igst),
      cgst: of(left.cgst),
      sgst: of(left.sgst),
      cess: of(left.cess),
    };
    parts.push(part);
    left = addAmounts(left, part, -1);
  }
  return [...parts, left];
};

const voucherNumber = (externalId: string): string => `PV/${externalId.slice(2)}`;

/**
 * Imports stand under the foreign seller's number. Where a number is mandatory and people have none, they write
 * their own.
 */
const numberCell = (voucher: Voucher, externalId: string, register: Register): string => {
  if (voucher.portCode !== '') return `OC-${voucher.number.slice(-5)}`;
  return voucher.number === '' && register === 'template' ? voucherNumber(externalId) : voucher.number;
};

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const printLine = (
  voucher: Voucher,
  number: string,
  amounts: Amounts,
  externalId: string,
  vendorCode: string,
  line: number,
): string => {
  const { sign } = voucher;
  const isImport = voucher.portCode !== '';
  const date = portalDate(voucher.day);
  const total = voucher.amounts.taxable + taxOf(voucher.amounts);
  return `${voucher.type},${quoted(number)},${date},${periodOf(monthIndex(voucher.postedOn))},${voucher.pos},${
    voucher.reverseCharge ? 'Y' : 'N'
  },${voucher.supplier},${quoted(voucher.name)},${voucher.own},G,Goods as ordered,8471,${rupees(sign * amounts.taxable)},${
    voucher.ratePercent
  },${rupees(sign * amounts.igst)},${rupees(sign * amounts.cgst)},${rupees(sign * amounts.sgst)},${rupees(sign * amounts.cess)},${rupees(
    sign * total,
  )},INPUT,${isImport ? `GOODS,${voucher.number},${date},${voucher.portCode}` : ',,,'},${vendorCode},${voucherNumber(externalId)},${portalDate(
    voucher.postedOn,
  )},${externalId},${externalId}-${line}\n`;
};
