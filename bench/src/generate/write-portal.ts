import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { dayInNextMonth, isoDate, periodOf, portalDate } from './calendar.ts';
import { type Bill, type PortalDocument, rupees, taxOf } from './document.ts';
import { createFragmentStore } from './fragment-store.ts';
import { createItcSummary, type ItcSummary } from './itc-summary.ts';
import type { Random } from './random.ts';

/** Writes GSTR-2B files in the shape since October 2024: one per own registration and month. */
export interface PortalWriter {
  /** All documents of one supplier. */
  add(documents: readonly PortalDocument[], filingDate: number, random: Random): void;
  /** Writes the files; returns how many. */
  finish(): number;
}

const LIST_NAMES: Readonly<Record<string, string>> = {
  b2b: 'inv',
  b2ba: 'inv',
  ecom: 'inv',
  ecoma: 'inv',
  cdnr: 'nt',
  cdnra: 'nt',
  isd: 'doclist',
  impgsez: 'boe',
};

export const createPortalWriter = (folder: string): PortalWriter => {
  const store = createFragmentStore(join(folder, '.parts-portal'));
  const summaries = new Map<string, ItcSummary>();
  const portalFolder = join(folder, 'portal');
  mkdirSync(portalFolder, { recursive: true });
  return {
    add(documents, filingDate, random) {
      const groups = new Map<string, PortalDocument[]>();
      for (const document of documents) {
        const section = sectionOf(document);
        const file = `${document.bill.own}-${periodOf(document.month)}`;
        let summary = summaries.get(file);
        if (summary === undefined) {
          summary = createItcSummary();
          summaries.set(file, summary);
        }
        summary.add(document, section);
        const key = `${file}.${section}|${document.bill.supplier}`;
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [document]);
        else group.push(document);
      }
      for (const [key, group] of groups) {
        const [target = '', supplier = ''] = key.split('|');
        store.append(
          target,
          `${printGroup(target.slice(target.indexOf('.') + 1), supplier, group, filingDate, random)},\n`,
        );
      }
    },
    finish() {
      for (const [file, summary] of summaries)
        writeStatement(join(portalFolder, `${file}.json`), file, summary, store.read);
      store.remove();
      return summaries.size;
    },
  };
};

const sectionOf = ({ bill, original }: PortalDocument): string => {
  if (bill.kind === 'ISD_INVOICE') return 'isd';
  if (bill.kind === 'BILL_OF_ENTRY') return bill.supplier === '' ? 'impg' : 'impgsez';
  const base = bill.kind !== 'INVOICE' ? 'cdnr' : bill.viaOperator ? 'ecom' : 'b2b';
  return base + (original === null ? '' : 'a');
};

const writeStatement = (path: string, file: string, summary: ItcSummary, read: (key: string) => string): void => {
  const [gstin = '', period = ''] = file.split('-');
  const month = Array.from({ length: 12 }, (_, i) => periodOf(i)).indexOf(period);
  const out = openSync(path, 'w');
  const head = `"gstin":"${gstin}","rtnprd":"${period}","version":"1.0","gendt":"${portalDate(dayInNextMonth(month, 14))}"`;
  writeSync(out, `{"chksum":"generated","data":{${head},"itcsumm":${summary.print()},"docdata":{`);
  ['b2b', 'b2ba', 'cdnr', 'cdnra', 'ecom', 'ecoma', 'isd', 'impg', 'impgsez'].forEach((section, i) => {
    const parts = read(`${file}.${section}`);
    writeSync(out, `${i === 0 ? '' : ','}"${section}":[${parts.slice(0, Math.max(0, parts.length - 2))}]`);
  });
  writeSync(out, '}}}\n');
  closeSync(out);
};

const printGroup = (
  section: string,
  supplier: string,
  group: readonly PortalDocument[],
  filingDate: number,
  random: Random,
): string => {
  const printed = group.map((document) => printDocument(section, document, random)).join(',');
  if (section === 'impg') return printed;
  const [first] = group;
  if (first === undefined) throw new Error('a group has a document');
  const name = JSON.stringify(first.bill.name.toUpperCase());
  const filed =
    section === 'impgsez'
      ? ''
      : `"supfildt":"${portalDate(dayInNextMonth(first.month, filingDate))}","supprd":"${periodOf(first.month)}",`;
  return `{"ctin":"${supplier}","trdnm":${name},${filed}"${LIST_NAMES[section]}":[${printed}]}`;
};

const printDocument = (section: string, document: PortalDocument, random: Random): string => {
  const { bill, number, day, amounts } = document;
  if (section === 'isd') {
    return `{"doctyp":"ISDI","docnum":"${number}","docdt":"${portalDate(day)}",${printTaxes(document)},"itcelg":"Y"}`;
  }
  if (bill.kind === 'BILL_OF_ENTRY') {
    const dates = `"refdt":"${portalDate(day + 1)}","recdt":"${portalDate(day + 2)}"`;
    const id = `"portcode":"${bill.portCode}","boenum":"${number}","boedt":"${portalDate(day)}","isamd":"N"`;
    return `{${dates},${id},"txval":${rupees(amounts.taxable)},"igst":${rupees(amounts.igst)},"cess":${rupees(amounts.cess)}}`;
  }
  const ims = random.chance(0.3) ? 'A' : 'N';
  return `{${printIdentity(document)},"val":${rupees(amounts.taxable + taxOf(amounts))},"pos":"${bill.pos}","rev":"${
    bill.reverseCharge ? 'Y' : 'N'
  }","itcavl":"${document.itcAvailable ? 'Y' : 'N'}","rsn":"${document.itcAvailable ? '' : 'P'}","diffprcnt":1,"txval":${rupees(amounts.taxable)},${printTaxes(
    document,
  )},"imsStatus":"${ims}"${printSource(bill)}}`;
};

const printTaxes = ({ amounts }: PortalDocument): string =>
  `"igst":${rupees(amounts.igst)},"cgst":${rupees(amounts.cgst)},"sgst":${rupees(amounts.sgst)},"cess":${rupees(amounts.cess)}`;

const printSource = (bill: Bill): string =>
  bill.irn === '' ? '' : `,"srctyp":"e-Invoice","irn":"${bill.irn}","irngendate":"${portalDate(bill.day)}"`;

const printIdentity = ({ bill, number, day, original }: PortalDocument): string => {
  const date = `"dt":"${portalDate(day)}"`;
  if (bill.kind === 'INVOICE') {
    const before = original === null ? '' : `,"oinum":"${original.number}","oidt":"${portalDate(original.day)}"`;
    return `"inum":"${number}","typ":"${bill.supplyType}",${date}${before}`;
  }
  const type = bill.kind === 'CREDIT_NOTE' ? 'C' : 'D';
  const before =
    original === null ? '' : `,"onttyp":"${type}","ontnum":"${original.number}","ontdt":"${portalDate(original.day)}"`;
  return `"ntnum":"${number}","typ":"${type}","suptyp":"${bill.supplyType}",${date}${before}`;
};

/** `ctin|kind|number|date`: how truth and results name a portal document. */
export const portalKey = (document: PortalDocument): string =>
  `${document.bill.supplier}|${document.bill.kind}|${document.number}|${isoDate(document.day)}`;
