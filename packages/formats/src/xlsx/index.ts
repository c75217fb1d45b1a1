export { type CellValue, plainNumberText, type SheetRow, serialToIsoDate } from './cell-value.ts';
export { firstSheetName, openWorkbook, type Sheet, type Workbook } from './workbook.ts';
