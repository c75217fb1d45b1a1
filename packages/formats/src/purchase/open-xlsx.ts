import type { FileHead } from '../bytes/file-kind.ts';
import { firstSheetName, openWorkbook } from '../xlsx/index.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { findHeader, HEADER_SEARCH_ROWS, refuseHeader } from './find-header.ts';
import type { RawRow } from './raw-row.ts';
import type { Register } from './register.ts';

/** Opens a register in a workbook: the sheet of the mapping, else the first visible one. */
export const openXlsx = async (path: string, { bytes }: FileHead, mapping?: ColumnMapping): Promise<Register> => {
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
