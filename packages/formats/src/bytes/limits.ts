const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/**
 * What a file may cost, so that a hostile one is refused before it hurts. One limit, one reason.
 * A file or cell at the limit is taken; one past it is refused or, where a row can be told apart, that row is reported.
 */
export const LIMITS = {
  /** XLSX and JSON files. */
  fileBytes: 512 * MIB,
  /** Delimited text is read as a stream, so only the disk bounds it; a register of 30 lakh lines is about 1 GiB. */
  textFileBytes: 16 * GIB,
  columns: 1_000,
  /** Excel's own limit on the text of a cell. */
  xlsxCellChars: 32_767,
  textCellChars: MIB,
  /** A row of delimited text, all cells together. */
  textRowChars: 4 * MIB,
  /** Excel's own limit on the rows of a sheet. */
  xlsxRows: 1_048_576,
  /** Distinct texts of a workbook are held in memory. */
  sharedStringChars: 512 * MIB,
  sharedStrings: 16_777_216,
  xmlDepth: 64,
  /** The longest tag, attribute or comment of an XML part. */
  xmlTokenChars: MIB,
  zipEntries: 2_000,
  zipUncompressedBytes: 4 * GIB,
  /** Deflate cannot pass 1032:1; spreadsheets of blanks reach about 60:1. */
  zipRatio: 200,
  zipRatioFromBytes: 64 * MIB,
  /** A ZIP inside a ZIP is opened, one inside that is not. */
  zipDepth: 1,
  jsonDepth: 32,
  /** One JSON object of an array or one line of JSON Lines. */
  jsonObjectBytes: 16 * MIB,
  /** Rows that cannot be told apart (quotes never closed); past this the file is not a table. */
  brokenRows: 1_000,
} as const;
