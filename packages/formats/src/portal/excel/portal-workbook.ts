import { InputRefused } from '../../input-refused.ts';
import { openWorkbook, type SheetRow, type Workbook } from '../../xlsx/index.ts';
import type { PortalFile } from '../input/portal-files.ts';
import type { PortalPart } from '../portal-part.ts';
import type { DocumentSpool } from '../spool/document-spool.ts';
import { isReadMe, type PortalSheet, portalSheetOf } from './portal-sheets.ts';
import { type ReadMe, readReadMe } from './read-me.ts';
import { mapSheetColumns, type SheetColumns } from './sheet-columns.ts';
import { readSheetDocument, type SheetDocument } from './sheet-document.ts';

const READ_ME_ROWS = 20;
/** Headers begin in one of the first rows, with one of these texts (domain spec 2.11). */
const HEADER_START = /gstin of|icegate reference|original details|port code/i;
const HEADER_WITHIN_ROWS = 15;
const TAX_KEYS = ['txval', 'igst', 'cgst', 'sgst', 'cess'];

/** A workbook that says it comes from the portal. */
export interface PortalWorkbook {
  readonly workbook: Workbook;
  readonly readMe: ReadMe & { type: 'GSTR_2B' | 'GSTR_2A' };
}

/** Opens a workbook; null when it does not come from the portal. The caller closes it. */
export const openPortalWorkbook = async (path: string): Promise<PortalWorkbook | null> => {
  const workbook = await openWorkbook(path);
  let isPortal = false;
  try {
    const name = workbook.sheetNames.find(isReadMe);
    if (name === undefined) return null;
    const { type, ...facts } = readReadMe(await firstRows(workbook, name, READ_ME_ROWS));
    if (type === null) return null;
    isPortal = true;
    return { workbook, readMe: { type, ...facts } };
  } finally {
    if (!isPortal) await workbook.close();
  }
};

/** Spools the documents of a workbook as one part of a return. */
export const readWorkbookPart = async (
  { workbook, readMe: { type, ...facts } }: PortalWorkbook,
  file: PortalFile,
  spool: DocumentSpool,
  part: number,
): Promise<PortalPart> => {
  let documents = 0;
  for (const sheetName of workbook.sheetNames) {
    const sheet = portalSheetOf(sheetName);
    if (sheet !== null) documents += await readSheet(workbook, sheetName, sheet, file.path, part, spool);
  }
  return {
    id: part,
    file: file.path,
    pointer: '',
    source: type,
    format: 'excel',
    ...facts,
    ...{ pageCount: null, pageNumber: null, hasDocuments: true, documents, documentBytes: file.bytes, summary: null },
  };
};

const firstRows = async (workbook: Workbook, name: string, count: number): Promise<SheetRow[]> => {
  const rows: SheetRow[] = [];
  for await (const row of workbook.rows(name)) {
    if (row.rowNumber > count) break;
    rows.push(row);
  }
  return rows;
};

const readSheet = async (
  workbook: Workbook,
  name: string,
  sheet: PortalSheet,
  file: string,
  part: number,
  spool: DocumentSpool,
): Promise<number> => {
  const header: SheetRow[] = [];
  let columns: SheetColumns | null = null;
  let lastHeaderRow = 0;
  const writer = new SheetWriter(sheet, name, part, spool);
  for await (const row of workbook.rows(name)) {
    if (lastHeaderRow === 0) {
      if (row.rowNumber > HEADER_WITHIN_ROWS) throw refuseHeader(file, name);
      if (!row.cells.some((cell) => HEADER_START.test(cell?.text ?? ''))) continue;
      lastHeaderRow = row.rowNumber + (sheet.isAmendment ? 2 : 1);
    }
    if (row.rowNumber <= lastHeaderRow) {
      header.push(row);
      continue;
    }
    columns ??= mapSheetColumns(sheet, header);
    if (columns === null) throw refuseHeader(file, name);
    const document = readSheetDocument(sheet, columns, row);
    if (document !== null) writer.add(document, row.rowNumber, columns.has('rate'));
  }
  return writer.end();
};

const refuseHeader = (file: string, sheet: string): InputRefused =>
  new InputRefused(
    'HEADER_NOT_FOUND',
    file,
    `${file}: the columns of the sheet "${sheet}" are not those of the portal.`,
    {
      hint: 'Give the workbook as downloaded, or the JSON download.',
    },
  );

/** Spools the rows of one sheet. Before October 2024 each rate has a row of its own, and a document is several rows. */
class SheetWriter {
  #documents = 0;
  readonly #rated = new Map<string, { document: SheetDocument; row: number; items: SheetDocument['item'][] }>();
  readonly #sheet: PortalSheet;
  readonly #name: string;
  readonly #part: number;
  readonly #spool: DocumentSpool;

  constructor(sheet: PortalSheet, name: string, part: number, spool: DocumentSpool) {
    this.#sheet = sheet;
    this.#name = name;
    this.#part = part;
    this.#spool = spool;
  }

  add(document: SheetDocument, row: number, hasRates: boolean): void {
    if (!hasRates) {
      this.#write(document.header, { ...document.document, ...withZeros(document.item) }, row);
      return;
    }
    const known = this.#rated.get(document.identity);
    if (known === undefined) this.#rated.set(document.identity, { document, row, items: [document.item] });
    else known.items.push(document.item);
  }

  end(): number {
    for (const { document, row, items } of this.#rated.values()) {
      this.#write(document.header, { ...document.document, items }, row);
    }
    this.#rated.clear();
    return this.#documents;
  }

  #write(header: SheetDocument['header'], document: Readonly<Record<string, unknown>>, row: number): void {
    const { section, bucket, shape } = this.#sheet;
    const group = this.#spool.beginGroup({
      ...{ part: this.#part, section, bucket, shape, firstRow: row },
      pointer: `${this.#name}!${row}`,
    });
    const bytes = Buffer.from(JSON.stringify(document));
    this.#spool.document(group, bytes, 0, bytes.length, false);
    this.#spool.endGroup(group, JSON.stringify(header).slice(1, -1));
    this.#documents++;
  }
}

/** A blank tax cell is no tax, as long as the row has any amount. */
const withZeros = (item: SheetDocument['item']): Readonly<Record<string, string>> =>
  Object.keys(item).length === 0 ? item : Object.fromEntries(TAX_KEYS.map((key) => [key, item[key] ?? '0']));
