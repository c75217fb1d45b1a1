import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnMap } from './map-columns.ts';
import {
  columnNameOf,
  fieldsOfType,
  PURCHASE_FIELD_NAMES,
  PURCHASE_FIELDS,
  type PurchaseFieldName,
} from './purchase-fields.ts';
import { sqlText } from './sql-text.ts';

/** Rows that are no document line. */
export const ROW_STATE = { LINE: 0, BLANK: 1, TOTAL: 2, HEADER: 3 } as const;

/** A file that DuckDB reads: the register itself, or its clean copy. */
export interface CsvSource {
  readonly path: string;
  readonly delimiter: string;
  /** Records before the first row of the register. */
  readonly skip: number;
  /** The first column is the row number in the source. */
  readonly hasRowNumbers: boolean;
}

/** One column of amounts; its position in the list of texts that were not plain numbers. */
export interface AmountColumn {
  readonly field: PurchaseFieldName;
  readonly index: number;
}

export const amountColumnsOf = (map: ColumnMap): AmountColumn[] =>
  fieldsOfType('amount').flatMap((field) => (map.byField.get(field) ?? []).map((index) => ({ field, index })));

const isAmount = (field: PurchaseFieldName): boolean => PURCHASE_FIELDS[field].type === 'amount';

/** The fields that any of the registers has. */
export const fieldsOf = (maps: readonly ColumnMap[]): PurchaseFieldName[] =>
  PURCHASE_FIELD_NAMES.filter((field) => maps.some((map) => (map.byField.get(field)?.length ?? 0) > 0));

/**
 * The table of lines: the texts of the mapped columns, amounts as decimals, and the texts of amounts that were not plain
 * numbers (`odd_amounts`, by position in `amountColumnsOf`). Only fields that occur have a column.
 */
export const createLineTable = async (connection: DuckDBConnection, maps: readonly ColumnMap[]): Promise<void> => {
  const columns = fieldsOf(maps).map(
    (field) => `${columnNameOf(field)} ${isAmount(field) ? 'DECIMAL(18,2)' : 'VARCHAR'}`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE purchase_line (file_no USMALLINT, row_no INTEGER, row_state UTINYINT, ${columns.join(', ')}${
      columns.length > 0 ? ', ' : ''
    }odd_amounts VARCHAR[], custom_fields VARCHAR)`,
  );
};

/** Left alone, DuckDB takes sixteen times the longest line for each buffer: half a gigabyte, which not every run has. */
const CLEAN_BUFFER_BYTES = 67_108_864;

// Nothing is left for DuckDB to guess. Short rows must fail: a stray quote that swallows rows makes one, and padding it
// would lose them without a word.
const readCsvSql = (source: CsvSource, width: number): string => {
  const count = width + (source.hasRowNumbers ? 1 : 0);
  const names = Array.from({ length: count }, (_, i) =>
    source.hasRowNumbers ? (i === 0 ? 'row_no' : `c${i - 1}`) : `c${i}`,
  );
  const columns = names.map((name) => `'${name}': '${name === 'row_no' ? 'INTEGER' : 'VARCHAR'}'`).join(', ');
  return `read_csv(${sqlText(source.path)}, columns = {${columns}}, auto_detect = false, header = false, delim = ${sqlText(source.delimiter)},
    quote = '"', escape = '"', nullstr = '', skip = ${source.skip}, compression = 'none', null_padding = false,
    max_line_size = ${source.hasRowNumbers ? 33_554_432 : 2_097_152}, buffer_size = ${source.hasRowNumbers ? CLEAN_BUFFER_BYTES : 33_554_432}, strict_mode = true)`;
};

/** Plain numbers; every other spelling is settled later. A plus may belong to an exponent that a spreadsheet cut off. */
const amountSql = (column: string): string =>
  `CASE WHEN NOT contains(${column}, '+') THEN TRY_CAST(${column} AS DECIMAL(15,2)) END`;

/** Texts that pass through as they are; the others are read by way of their distinct values. */
const PASSED_THROUGH: ReadonlySet<PurchaseFieldName> = new Set<PurchaseFieldName>([
  'documentNumber',
  'linkedInvoiceNumber',
  'noteNumber',
  'supplierName',
  'importBillNumber',
  'importBillPortCode',
  'vendorCode',
  'voucherType',
  'voucherNumber',
  'externalId',
]);

// Trimming a million texts that need none is most of the cost of a column, so it is asked for first.
const textSql = (field: PurchaseFieldName, column: string): string =>
  PASSED_THROUGH.has(field)
    ? `CASE WHEN ${column} LIKE ' %' OR ${column} LIKE '% ' OR contains(${column}, '\u00a0') THEN nullif(trim(replace(${column}, '\u00a0', ' ')), '') ELSE ${column} END`
    : column;

const sumSql = (names: readonly string[]): string => {
  if (names.length === 1) return names[0] ?? 'NULL';
  return `CASE WHEN coalesce(${names.join(', ')}) IS NOT NULL THEN ${names.map((n) => `coalesce(${n}, 0)`).join(' + ')} END`;
};

// A pattern and not a list: DuckDB turns a list into a join, which every row pays for whether it gets there or not.
const TOTAL_LABEL = '(grand |report |page )?(sub[ -]?)?totals? ?:?';
const isTotalLabel = (column: string): string => `regexp_full_match(lower(trim(${column})), ${sqlText(TOTAL_LABEL)})`;

/** Totals have no supplier; pages of a printed register repeat the header. */
const rowStateSql = (map: ColumnMap, width: number): string => {
  const used = [...new Set([...map.byField.values()].flat())];
  const labels = Array.from({ length: width }, (_, i) => i).filter((i) => {
    const field = map.columns[i]?.mappedTo;
    return field == null ? i < 8 : !isAmount(field);
  });
  const gstin = map.byField.get('supplierGstin')?.[0];
  const isTotal = labels.map((i) => isTotalLabel(`c${i}`)).join(' OR ');
  const isBlank = `coalesce(${used.map((i) => `c${i}`).join(', ')}) IS NULL`;
  const noSupplier = gstin === undefined ? 'true' : `(c${gstin} IS NULL OR ${isTotalLabel(`c${gstin}`)})`;
  const header =
    gstin === undefined
      ? ''
      : `WHEN c${gstin} = ${sqlText((map.columns[gstin]?.header ?? '').trim())} THEN ${ROW_STATE.HEADER}`;
  const state = `CASE WHEN ${noSupplier} THEN CASE WHEN ${isBlank} THEN ${ROW_STATE.BLANK} WHEN ${isTotal || 'false'} THEN ${ROW_STATE.TOTAL} ELSE 0 END ${header} ELSE 0 END`;
  // Nearly every row has a supplier, and looking for labels in a million rows is dear.
  return gstin === undefined
    ? state
    : `CASE WHEN strlen(c${gstin}) = 15 AND c${gstin} >= '0' AND c${gstin} < ':' THEN 0 ELSE ${state} END`;
};

const customSql = (map: ColumnMap): string => {
  if (map.custom.length === 0) return 'NULL';
  const used = new Set<string>();
  const fields = map.custom.map((index) => {
    const title = (map.columns[index]?.header ?? '').trim();
    const name = used.has(title) ? `${title} (${index + 1})` : title;
    used.add(name);
    return `${sqlText(name)}, c${index}`;
  });
  const isAny = `coalesce(${map.custom.map((i) => `c${i}`).join(', ')}) IS NOT NULL`;
  return `CASE WHEN ${isAny} THEN json_merge_patch('{}', json_object(${fields.join(', ')})) END`;
};

/**
 * Appends the rows of one register to the table of lines, in file order.
 * @returns how many rows, blank ones and totals included.
 */
export const insertLines = async (
  connection: DuckDBConnection,
  fileNo: number,
  source: CsvSource,
  map: ColumnMap,
): Promise<number> => {
  const amounts = amountColumnsOf(map);
  const width = map.columns.length;
  const inner = amounts.map(({ index }, i) => `${amountSql(`c${index}`)} AS a${i}`);
  const isOdd = amounts.map(({ index }, i) => `(c${index} IS NOT NULL AND a${i} IS NULL)`);
  const odd = amounts.map(({ index }, i) => `CASE WHEN a${i} IS NULL THEN c${index} END`);
  const fields = [...map.byField.keys()];
  const values = fields.map((field) => {
    if (!isAmount(field)) return textSql(field, `c${map.byField.get(field)?.[0]}`);
    return sumSql(amounts.flatMap((a, i) => (a.field === field ? [`a${i}`] : [])));
  });
  const targets = ['file_no', 'row_no', 'row_state', ...fields.map(columnNameOf), 'odd_amounts', 'custom_fields'];
  const selects = [
    String(fileNo),
    source.hasRowNumbers ? 'row_no' : 'NULL',
    rowStateSql(map, width),
    ...values,
    isOdd.length === 0 ? 'NULL' : `CASE WHEN ${isOdd.join(' OR ')} THEN [${odd.join(', ')}] END`,
    customSql(map),
  ];
  const result = await connection.run(
    `INSERT INTO purchase_line (${targets.join(', ')}) SELECT ${selects.join(', ')}
     FROM (SELECT *${inner.map((sql) => `, ${sql}`).join('')} FROM ${readCsvSql(source, width)})`,
  );
  return result.rowsChanged;
};
