import { posix } from 'node:path';
import { openZip, type ZipArchive } from '../bytes/zip.ts';
import { InputRefused } from '../input-refused.ts';
import type { SheetRow } from './cell-value.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readSheetRows, type WorkbookParts } from './sheet-rows.ts';
import { readStyles } from './styles.ts';
import { readXml } from './xml-feed.ts';

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly sheetNames: readonly string[];
  /** @throws InputRefused SHEET_NOT_FOUND, TOO_LARGE, TOO_MANY_COLUMNS, XML_INVALID */
  rows(sheetName: string): AsyncIterable<SheetRow>;
  close(): Promise<void>;
}

interface SheetPart extends Sheet {
  readonly path: string;
}

interface Directory {
  readonly sheets: SheetPart[];
  readonly isDate1904: boolean;
}

const readRelations = async (zip: ZipArchive, ofPart: string): Promise<Map<string, { type: string; path: string }>> => {
  const folder = posix.dirname(ofPart);
  const entry = zip.find(posix.join(folder, '_rels', `${posix.basename(ofPart)}.rels`));
  const relations = new Map<string, { type: string; path: string }>();
  if (entry === undefined) return relations;
  await readXml(
    await zip.open(entry),
    {
      onOpen(name, attributes) {
        if (name !== 'Relationship') return;
        const target = attributes.Target ?? '';
        const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
        relations.set(attributes.Id ?? '', { type: posix.basename(attributes.Type ?? ''), path });
      },
    },
    zip.file,
    'relationships',
  );
  return relations;
};

const refuseOther = (zip: ZipArchive): InputRefused => {
  const isBinary = zip.entries.some((e) => e.name.toLowerCase() === 'xl/workbook.bin');
  const isOpenDocument = zip.find('mimetype') !== undefined && zip.find('content.xml') !== undefined;
  const what = isBinary
    ? 'a binary workbook (XLSB)'
    : isOpenDocument
      ? 'an OpenDocument spreadsheet'
      : 'not an Excel workbook';
  return new InputRefused('FILE_KIND_UNSUPPORTED', zip.file, `The file is ${what}.`, {
    hint: 'Save it as XLSX or CSV.',
  });
};

const readDirectory = async (
  zip: ZipArchive,
): Promise<Directory & { relations: Map<string, { type: string; path: string }> }> => {
  const rootRelations = await readRelations(zip, '.');
  const path = [...rootRelations.values()].find((r) => r.type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  const entry = zip.find(path);
  if (entry === undefined || path.endsWith('.bin')) throw refuseOther(zip);
  const relations = await readRelations(zip, path);
  const sheets: SheetPart[] = [];
  let isDate1904 = false;
  await readXml(
    await zip.open(entry),
    {
      onOpen(name, attributes) {
        if (name === 'workbookPr') isDate1904 = /^(1|true|on)$/i.test(attributes.date1904 ?? '');
        if (name !== 'sheet') return;
        const id = Object.entries(attributes).find(([key]) => key.endsWith(':id') || key === 'id')?.[1] ?? '';
        const relation = relations.get(id);
        if (relation?.type === 'worksheet')
          sheets.push({
            name: attributes.name ?? '',
            isHidden: (attributes.state ?? 'visible') !== 'visible',
            path: relation.path,
          });
      },
    },
    zip.file,
    'workbook',
  );
  if (sheets.length === 0) throw new InputRefused('SHEET_NOT_FOUND', zip.file, 'The workbook has no worksheet.');
  return { sheets, isDate1904, relations };
};

const readParts = async (
  zip: ZipArchive,
  directory: Awaited<ReturnType<typeof readDirectory>>,
): Promise<WorkbookParts> => {
  const entryOf = (type: string) => {
    const path = [...directory.relations.values()].find((r) => r.type === type)?.path;
    return path === undefined ? undefined : zip.find(path);
  };
  const strings = entryOf('sharedStrings');
  const styles = entryOf('styles');
  return {
    file: zip.file,
    isDate1904: directory.isDate1904,
    strings: strings === undefined ? [] : await readSharedStrings(await zip.open(strings), zip.file),
    styles: styles === undefined ? [] : await readStyles(await zip.open(styles), zip.file),
  };
};

const openArchive = async (zip: ZipArchive): Promise<Workbook> => {
  const directory = await readDirectory(zip);
  const { sheets } = directory;
  // Shared by all sheets, read when the first one is.
  let parts: Promise<WorkbookParts> | undefined;
  return {
    sheets: sheets.map(({ name, isHidden }) => ({ name, isHidden })),
    sheetNames: sheets.map((sheet) => sheet.name),
    async *rows(sheetName) {
      const sheet = sheets.find((s) => s.name === sheetName);
      const entry = sheet && zip.find(sheet.path);
      if (sheet === undefined || entry === undefined)
        throw new InputRefused('SHEET_NOT_FOUND', zip.file, `The workbook has no sheet ${JSON.stringify(sheetName)}.`, {
          hint: `It has: ${sheets.map((s) => s.name).join(', ')}.`,
        });
      parts ??= readParts(zip, directory);
      yield* readSheetRows(await zip.open(entry), await parts, sheet.name);
    },
    close: () => zip.close(),
  };
};

/**
 * Opens an Excel workbook (XLSX, XLSM) for reading, in bounded memory: rows stream, formulas are not evaluated,
 * macros, links and drawings are not touched.
 * @throws InputRefused ZIP_BOMB, ZIP_INVALID, ZIP_ENCRYPTED, FILE_KIND_UNSUPPORTED, SHEET_NOT_FOUND, XML_INVALID
 */
export const openWorkbook = async (path: string, file = path): Promise<Workbook> => {
  const zip = await openZip(path, file);
  try {
    return await openArchive(zip);
  } catch (error) {
    await zip.close();
    throw error;
  }
};

/** The sheet a register is read from: the first visible one. */
export const firstSheetName = (workbook: Workbook): string =>
  (workbook.sheets.find((sheet) => !sheet.isHidden) ?? workbook.sheets[0])?.name ?? '';
