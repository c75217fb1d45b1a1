import { xmlText } from './xml-text.ts';

/** Rows that a sheet of Excel has. */
export const MAX_SHEET_ROWS = 1_048_576;

/** A cell: text is always text, never a formula; `number` is a decimal number as text, which goes in as it is. */
export type Cell =
  | { readonly text: string; readonly style: number }
  | { readonly number: string; readonly style: number };

export interface SheetLayout {
  /** In characters. */
  readonly widths: readonly number[];
  /** Rows and columns that stay in sight. */
  readonly frozenRows?: number;
  readonly frozenColumns?: number;
  /** 1-based row of headings that get a filter. */
  readonly filterRow?: number;
  /** "A1:C1" */
  readonly merged?: readonly string[];
}

/** "A" for 0, "AA" for 26. */
export const columnLetters = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : columnLetters(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26));

/**
 * One row; null leaves a cell out. `row` is 1-based, `letters` the names of the columns.
 *
 * @param height in points; the default where it is absent.
 */
export const rowXml = (
  row: number,
  letters: readonly string[],
  cells: readonly (Cell | null)[],
  height?: number,
): string => {
  let xml = `<row r="${row}"${height === undefined ? '' : ` ht="${height}" customHeight="1"`}>`;
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at];
    if (cell === null || cell === undefined) continue;
    const start = `<c r="${letters[at]}${row}" s="${cell.style}"`;
    if ('number' in cell) xml += `${start}><v>${cell.number}</v></c>`;
    else if (cell.text === '') xml += `${start}/>`;
    else xml += `${start} t="inlineStr"><is><t xml:space="preserve">${xmlText(cell.text)}</t></is></c>`;
  }
  return `${xml}</row>`;
};

/** What stands before the rows of a sheet. */
export const sheetStartXml = ({ widths, frozenRows = 0, frozenColumns = 0 }: SheetLayout): string => {
  const pane =
    frozenRows + frozenColumns === 0
      ? ''
      : `<pane${frozenColumns > 0 ? ` xSplit="${frozenColumns}"` : ''}${frozenRows > 0 ? ` ySplit="${frozenRows}"` : ''} topLeftCell="${columnLetters(frozenColumns)}${frozenRows + 1}" activePane="${paneName(frozenRows, frozenColumns)}" state="frozen"/>`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"${frozenRows > 0 ? '' : ' showGridLines="0"'}>${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="14"/><cols>${widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('')}</cols><sheetData>`;
};

/** What stands behind them. */
export const sheetEndXml = ({ widths, filterRow, merged = [] }: SheetLayout, lastRow: number): string =>
  `</sheetData>${
    filterRow === undefined
      ? ''
      : `<autoFilter ref="A${filterRow}:${columnLetters(widths.length - 1)}${Math.max(lastRow, filterRow)}"/>`
  }${
    merged.length === 0
      ? ''
      : `<mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
  }<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`;

const paneName = (rows: number, columns: number): string =>
  rows > 0 && columns > 0 ? 'bottomRight' : rows > 0 ? 'bottomLeft' : 'topRight';
