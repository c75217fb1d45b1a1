import { ZipFile } from '../deflate/zip-file.ts';
import type { StyleSheet } from './style-sheet.ts';
import { xmlText } from './xml-text.ts';

export interface Sheet {
  readonly name: string;
  /** The part's XML in pieces. Called once the sheets before it are written. */
  readonly xml: () => AsyncIterable<string>;
  /** The filtered range as `'Documents'!$A$2:$AP$10`, which LibreOffice wants as a name. */
  readonly filterRange?: string;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const contentTypesXml = (sheets: readonly Sheet[]): string =>
  `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${sheets
    .map((_, k) => `<Override PartName="/xl/worksheets/sheet${k + 1}.xml" ContentType="${CONTENT}.worksheet+xml"/>`)
    .join('')}</Types>`;

const relationshipsXml = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${targets
    .map(
      ([type, target], k) =>
        `<Relationship Id="rId${k + 1}" Type="${OFFICE}/relationships/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

const workbookXml = (sheets: readonly Sheet[]): string => {
  const filters = sheets.flatMap(({ filterRange }, k) =>
    filterRange === undefined
      ? []
      : [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${k}" hidden="1">${xmlText(filterRange)}</definedName>`,
        ],
  );
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/relationships"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${sheets
    .map(({ name }, k) => `<sheet name="${xmlText(name)}" sheetId="${k + 1}" r:id="rId${k + 1}"/>`)
    .join('')}</sheets>${filters.length === 0 ? '' : `<definedNames>${filters.join('')}</definedNames>`}</workbook>`;
};

/**
 * Writes an XLSX file (ECMA-376) sheet by sheet, holding no more than a few pieces of one. Strings stand inline in the
 * cells, so nothing has to be remembered to the end.
 */
export const writeWorkbookFile = (
  path: string,
  sheets: readonly Sheet[],
  styles: StyleSheet,
  threads: number,
): Promise<void> =>
  ZipFile.write(path, threads, async (zip) => {
    await zip.add('[Content_Types].xml', [contentTypesXml(sheets)]);
    await zip.add('_rels/.rels', [relationshipsXml([['officeDocument', 'xl/workbook.xml']])]);
    await zip.add('xl/workbook.xml', [workbookXml(sheets)]);
    const parts = sheets.map((_, k) => ['worksheet', `worksheets/sheet${k + 1}.xml`] as const);
    await zip.add('xl/_rels/workbook.xml.rels', [relationshipsXml([...parts, ['styles', 'styles.xml']])]);
    for (const [k, { xml }] of sheets.entries()) await zip.add(`xl/worksheets/sheet${k + 1}.xml`, xml());
    // Cells ask for their looks while they are written, so the styles come last.
    await zip.add('xl/styles.xml', [styles.toXml()]);
  });
