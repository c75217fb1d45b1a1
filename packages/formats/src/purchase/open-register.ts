import { type DetectedEncoding, decodeText, detectEncoding, readTextChunks, recheckUtf8 } from '../bytes/encoding.ts';
import { type FileHead, readFileHead } from '../bytes/file-kind.ts';
import { LIMITS } from '../bytes/limits.ts';
import { InputRefused } from '../input-refused.ts';
import { firstSheetName, openWorkbook } from '../xlsx/index.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { CsvRecordReader, type CsvShape, parseCsvText } from './csv-records.ts';
import { findHeader, HEADER_SEARCH_ROWS, refuseHeader } from './find-header.ts';
import { readJsonKeys, readJsonRows } from './json-rows.ts';
import { countKnownHeaders } from './map-columns.ts';
import type { RegisterForm } from './purchase-reading.ts';
import type { RawRow } from './raw-row.ts';

/** A purchase register, opened: what it is, where its header is, and its rows. */
export interface Register extends RegisterForm {
  /** As the caller named it. */
  readonly file: string;
  readonly bytes: number;
  readonly titles: readonly string[];
  /** Set when the bytes are such that DuckDB may read them as they are: UTF-8 with usual line ends. */
  readonly plainCsv: { readonly delimiter: string } | null;
  /** The rows after the header, in batches; blank rows may be among them. Can be called again. */
  rows(onBytes?: (bytes: number) => void): AsyncIterable<RawRow[]>;
}

const DELIMITERS = [',', ';', '\t', '|'];

const shapeOf = (
  head: string,
  mapping: ColumnMapping | undefined,
  file: string,
): { shape: CsvShape; rows: RawRow[] } => {
  const newline = !head.includes('\n') && head.includes('\r') ? '\r' : '\n';
  const wanted = Math.max(HEADER_SEARCH_ROWS, mapping?.headerRow ?? 0) + 5;
  const candidates = (mapping?.delimiter === undefined ? DELIMITERS : [mapping.delimiter]).map((delimiter) => {
    const shape: CsvShape = { delimiter, newline };
    const rows = parseCsvText(head, shape, file, wanted);
    const known = rows.reduce((most, row) => Math.max(most, countKnownHeaders(row.cells)), 0);
    return { shape, rows, known, width: Math.max(0, ...rows.map((row) => row.cells.length)) };
  });
  candidates.sort((a, b) => b.known - a.known || b.width - a.width);
  return candidates[0] ?? { shape: { delimiter: ',', newline }, rows: [] };
};

/** Registers whose rows end in a spare delimiter have one more cell than headers; a single wide row is a bad row. */
const withSpareTitles = (titles: readonly string[], rows: readonly RawRow[], headerRow: number): string[] => {
  const counts = new Map<number, number>();
  for (const { rowNumber, cells } of rows)
    if (rowNumber > headerRow && cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [usual = 0] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
  return [...titles, ...Array.from({ length: Math.max(0, usual - titles.length) }, () => '')];
};

const refuseWidth = (file: string, width: number): InputRefused =>
  new InputRefused(
    'TOO_MANY_COLUMNS',
    file,
    `The header has ${width} columns or more; at most ${LIMITS.columns} are read.`,
  );

const openText = (path: string, { head, bytes }: FileHead, mapping?: ColumnMapping): Register => {
  const detected = detectEncoding(head);
  if (detected === null)
    throw new InputRefused('ENCODING_UNKNOWN', path, 'The file is neither text nor a workbook.', {
      hint: 'Save it as XLSX or CSV.',
    });
  // The head may end inside a character of two bytes.
  const text = decodeText(detected.encoding.startsWith('utf-16') ? head.subarray(0, head.length & ~1) : head, detected);
  const { shape, rows } = shapeOf(text, mapping, path);
  const header = findHeader(rows, mapping);
  if (header === undefined) throw refuseHeader(path, rows);
  if (header.problem !== undefined) throw refuseWidth(path, header.cells.length);
  const titles = withSpareTitles(header.cells, rows, header.rowNumber);
  const full: CsvShape = { ...shape, width: titles.length };
  return {
    file: path,
    bytes,
    format: 'CSV',
    encoding: detected.encoding,
    delimiter: shape.delimiter,
    sheet: null,
    headerRow: header.rowNumber,
    titles,
    plainCsv: detected.encoding === 'utf-8' && shape.newline === '\n' ? { delimiter: shape.delimiter } : null,
    rows: (onBytes) => readTextRows(path, detected, full, header.rowNumber, onBytes),
  };
};

async function* readTextRows(
  path: string,
  detected: DetectedEncoding,
  shape: CsvShape,
  headerRow: number,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<RawRow[]> {
  const reader = new CsvRecordReader(shape, path);
  const afterHeader = (rows: RawRow[]): RawRow[] =>
    rows[0] && rows[0].rowNumber > headerRow ? rows : rows.filter((r) => r.rowNumber > headerRow);
  for await (const chunk of readTextChunks(path, await recheckUtf8(path, detected), onBytes))
    yield afterHeader(reader.push(chunk));
  yield afterHeader(reader.end());
}

const openXlsx = async (path: string, { bytes }: FileHead, mapping?: ColumnMapping): Promise<Register> => {
  const workbook = await openWorkbook(path);
  try {
    const sheet = mapping?.sheet ?? firstSheetName(workbook);
    const top: RawRow[] = [];
    const lastRow = Math.max(HEADER_SEARCH_ROWS, mapping?.headerRow ?? 0);
    for await (const row of workbook.rows(sheet)) {
      if (row.rowNumber > lastRow) break;
      top.push({ rowNumber: row.rowNumber, cells: Array.from(row.cells, (cell) => cell?.text ?? '') });
    }
    const header = findHeader(top, mapping);
    if (header === undefined) throw refuseHeader(path, [{ rowNumber: 0, cells: workbook.sheetNames }, ...top]);
    return {
      file: path,
      bytes,
      format: 'XLSX',
      encoding: null,
      delimiter: null,
      sheet,
      headerRow: header.rowNumber,
      titles: header.cells,
      plainCsv: null,
      rows: (onBytes) => readXlsxRows(path, sheet, header.rowNumber, bytes, onBytes),
    };
  } finally {
    await workbook.close();
  }
};

const BATCH_ROWS = 2_000;

async function* readXlsxRows(
  path: string,
  sheet: string,
  headerRow: number,
  bytes: number,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<RawRow[]> {
  const workbook = await openWorkbook(path);
  try {
    let batch: RawRow[] = [];
    for await (const { rowNumber, cells } of workbook.rows(sheet)) {
      if (rowNumber <= headerRow) continue;
      batch.push({ rowNumber, cells: Array.from(cells, (cell) => cell?.text ?? '') });
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    yield batch;
    onBytes?.(bytes);
  } finally {
    await workbook.close();
  }
}

const PORTAL_KEYS = new Set([
  'docdata',
  'rtnprd',
  'b2b',
  'itcsumm',
  'cpsumm',
  'chksum',
  'ctin',
  'gstin_rtnprd',
  'fileCount',
  'fc',
]);

const openJson = async (path: string, { head, bytes }: FileHead): Promise<Register> => {
  const detected = detectEncoding(head);
  if (detected === null || detected.encoding.startsWith('utf-16'))
    throw new InputRefused('ENCODING_UNKNOWN', path, 'JSON must be UTF-8.', { hint: 'Save it as UTF-8.' });
  const text = decodeText(head, detected);
  const titles = await readJsonKeys(path, path, text);
  if (/"(?:docdata|docRejdata|itcsumm|rtnprd)"\s*:/.test(text) || titles.some((key) => PORTAL_KEYS.has(key)))
    throw new InputRefused(
      'FILE_NOT_RECOGNISED',
      path,
      'This looks like a GSTR-2A or 2B file, not a purchase register.',
      {
        hint: 'Give it with --portal.',
      },
    );
  if (titles.length === 0)
    throw new InputRefused('FILE_NOT_RECOGNISED', path, 'The JSON holds no array of objects, and no lines of objects.');
  if (titles.length > LIMITS.columns) throw refuseWidth(path, titles.length);
  return {
    file: path,
    bytes,
    format: 'JSON',
    encoding: 'utf-8',
    delimiter: null,
    sheet: null,
    headerRow: 0,
    titles,
    plainCsv: null,
    rows: (onBytes) => readJsonRows(path, path, text, titles, onBytes),
  };
};

/**
 * Opens a purchase register: tells what it is from its content and finds its header.
 * @throws InputRefused when it cannot be read at all.
 */
export const openRegister = async (path: string, mapping?: ColumnMapping): Promise<Register> => {
  const head = await readFileHead(path);
  if (head.kind === 'ZIP') return openXlsx(path, head, mapping);
  return head.kind === 'JSON' ? openJson(path, head) : openText(path, head, mapping);
};
