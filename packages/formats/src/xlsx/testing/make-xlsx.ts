import { crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive: its name, and its bytes. */
export type ZipPart = readonly [name: string, content: string | Buffer];

const entryHeader = (name: Buffer, raw: Buffer, packed: Buffer, statedBytes: number): Buffer => {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(8, 4);
  header.writeUInt32LE(crc32(raw), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(statedBytes, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
};

export interface ZipTricks {
  /** What the directory says an entry unpacks to, whatever it does. */
  readonly statedBytes?: number;
  readonly isEncrypted?: boolean;
}

/** A ZIP archive for tests. */
export const makeZip = (parts: readonly ZipPart[], tricks: ZipTricks = {}): Buffer => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of parts) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const nameBytes = Buffer.from(name);
    const header = entryHeader(nameBytes, raw, packed, tricks.statedBytes ?? raw.length);
    if (tricks.isEncrypted) header.writeUInt16LE(1, 2);
    bodies.push(Buffer.from('PK\x03\x04'), header, nameBytes, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), header, tail, nameBytes);
    offset += 30 + nameBytes.length + packed.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directoryBytes, end]);
};

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

export interface WorkbookParts {
  /** The inside of `sheetData`, by sheet name. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  readonly sharedStrings?: string;
  readonly styles?: string;
  readonly workbookPr?: string;
}

/** A workbook for tests, of hand-written parts. */
export const makeWorkbook = ({
  sheets,
  hidden = [],
  sharedStrings,
  styles,
  workbookPr = '',
}: WorkbookParts): Buffer => {
  const names = Object.keys(sheets);
  const sheetTags = names.map(
    (name, i) =>
      `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"${hidden.includes(name) ? ' state="hidden"' : ''}/>`,
  );
  const relations = names.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${RELATION}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  if (sharedStrings !== undefined)
    relations.push(`<Relationship Id="s" Type="${RELATION}/sharedStrings" Target="sharedStrings.xml"/>`);
  if (styles !== undefined) relations.push(`<Relationship Id="t" Type="${RELATION}/styles" Target="/xl/styles.xml"/>`);
  const parts: ZipPart[] = [
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}"><Relationship Id="a" Type="${RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${SPREADSHEET}" xmlns:r="${RELATION}">${workbookPr}<sheets>${sheetTags.join('')}</sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}">${relations.join('')}</Relationships>`],
    ...names.map(
      (name, i): ZipPart => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${SPREADSHEET}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ],
    ),
  ];
  if (sharedStrings !== undefined)
    parts.push(['xl/sharedStrings.xml', `<sst xmlns="${SPREADSHEET}">${sharedStrings}</sst>`]);
  if (styles !== undefined) parts.push(['xl/styles.xml', `<styleSheet xmlns="${SPREADSHEET}">${styles}</styleSheet>`]);
  return makeZip(parts);
};

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Rows of texts and numbers as sheet data. */
export const sheetData = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows
    .map((cells) => {
      const tags = cells.map((cell) => {
        if (cell === null) return '<c/>';
        return typeof cell === 'number'
          ? `<c><v>${cell}</v></c>`
          : `<c t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
      });
      return `<row>${tags.join('')}</row>`;
    })
    .join('');
