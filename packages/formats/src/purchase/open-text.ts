import { type DetectedEncoding, decodeText, detectEncoding, readTextChunks, recheckUtf8 } from '../bytes/encoding.ts';
import type { FileHead } from '../bytes/file-kind.ts';
import { InputRefused } from '../input-refused.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { CsvRecordReader, type CsvShape, parseCsvText } from './csv-records.ts';
import { findHeader, HEADER_SEARCH_ROWS, refuseHeader } from './find-header.ts';
import { countKnownHeaders } from './known-headers.ts';
import type { RawRow } from './raw-row.ts';
import { type Register, refuseWidth } from './register.ts';

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

/** Opens a register of separated values; encoding and delimiter are told from its head. */
export const openText = (path: string, { head, bytes }: FileHead, mapping?: ColumnMapping): Register => {
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
