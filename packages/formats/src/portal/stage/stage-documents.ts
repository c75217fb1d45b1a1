import type { DuckDBConnection } from '@duckdb/node-api';
import { PORTAL_LIMITS } from '../limits.ts';
import type { DocumentShape } from '../portal-section.ts';
import { type AmountKeys, DOCUMENT_MAPS, type DocumentMap } from './document-map.ts';
import { literal } from './sql-text.ts';

/** Amount columns of the stage; `value` may be missing, the others count as 0 when a document has any of them. */
export const TAX_COLUMNS = ['taxable', 'igst', 'cgst', 'sgst', 'cess'] as const;
export const DECLARED_COLUMNS = ['declared_igst', 'declared_cgst', 'declared_sgst', 'declared_cess'] as const;
export const AMOUNT_COLUMNS = [...TAX_COLUMNS, 'value', ...DECLARED_COLUMNS] as const;
export type AmountColumn = (typeof AMOUNT_COLUMNS)[number];

const TEXT_COLUMNS = [
  ...[
    'kind',
    'number',
    'date_text',
    'supply_type',
    'pos_text',
    'itc_available',
    'itc_reason',
    'ims_status',
    'ims_remarks',
  ],
  ...['irn', 'irn_date_text', 'original_kind', 'original_number', 'original_date_text', 'amendment_type', 'port_code'],
  ...['row_cp_gstin', 'row_cp_name'],
] as const;
const FLAG_COLUMNS = ['reverse_charge', 'ims_itc_reduction', 'is_amended'] as const;

/** Amounts from 10^13 rupees on are no amounts; they would not add up in DECIMAL(18,2). */
const AMOUNT_LIMIT = '10000000000000';

/**
 * `portal_stage`: documents as they came, typed as far as SQL can do it at full speed. Amounts whose text is no plain
 * number keep all their texts in `unread`, for `readUnreadAmounts`.
 */
export const createStageSql = (): string => `CREATE OR REPLACE TEMP TABLE portal_stage (g INTEGER, i INTEGER,
  ${TEXT_COLUMNS.map((name) => `${name} VARCHAR`).join(', ')},
  ${FLAG_COLUMNS.map((name) => `${name} BOOLEAN`).join(', ')},
  ${AMOUNT_COLUMNS.map((name) => `${name} DECIMAL(18,2)`).join(', ')},
  item_count INTEGER, is_turned BOOLEAN, unread STRUCT(${AMOUNT_COLUMNS.map((name) => `${name} VARCHAR`).join(', ')}))`;

const keyOfAmount = (map: DocumentMap, column: AmountColumn): string | undefined => {
  if (column === 'value') return map.value;
  if (column.startsWith('declared_')) return map.declared?.[column.slice('declared_'.length) as keyof AmountKeys]; // the rest is a head
  return map.amounts[column as keyof AmountKeys]; // what is left are the tax columns
};

const toAmount = (text: string): string => `TRY_CAST(${text} AS DECIMAL(18,2))`;

/** Sum of the rate items; items may hold grouped digits, blanks count as nothing. */
const itemSum = (map: DocumentMap, column: AmountColumn): string | null => {
  const key = map.items?.heads[column as keyof AmountKeys]; // undefined for what is not a head
  if (map.items === undefined || key === undefined) return null;
  const text = `replace(${map.items.path}.${key}, ',', '')`;
  return `TRY_CAST(list_sum(list_transform(${map.items.key}, lambda item: ${toAmount(text)})) AS DECIMAL(18,2))`;
};

/** Text of an item's amount that is no number, for the report. */
const unreadItem = (map: DocumentMap, column: AmountColumn): string | null => {
  const key = map.items?.heads[column as keyof AmountKeys]; // undefined for what is not a head
  if (map.items === undefined || key === undefined) return null;
  const text = `${map.items.path}.${key}`;
  const isUnread = `${text} IS NOT NULL AND trim(${text}) NOT IN ('', '-') AND ${toAmount(`replace(${text}, ',', '')`)} IS NULL`;
  // Marked, so that nobody takes the amount of one item for the sum of all.
  return `'item ' || list_transform(list_filter(${map.items.key}, lambda item: ${isUnread}), lambda item: ${text})[1]`;
};

const selectStageSql = (shape: DocumentShape, path: string): string => {
  const map = DOCUMENT_MAPS[shape];
  const members = [
    ...map.keys.map((key) => `${key} VARCHAR`),
    ...(map.items === undefined ? [] : [`${map.items.key} ${map.items.type}`]),
  ].join(', ');
  const amounts = AMOUNT_COLUMNS.map((column) => {
    const key = keyOfAmount(map, column);
    const sum = itemSum(map, column);
    const own = key === undefined ? null : toAmount(key);
    const amount = own !== null && sum !== null ? `coalesce(${own}, ${sum})` : (own ?? sum ?? 'NULL');
    const bad = unreadItem(map, column);
    const text = key === undefined ? (bad ?? 'NULL') : bad === null ? key : `coalesce(${key}, ${bad})`;
    const isUnread = [
      ...(own === null ? [] : [`(${key} IS NOT NULL AND ${own} IS NULL)`, `abs(${own}) >= ${AMOUNT_LIMIT}`]),
      ...(bad === null ? [] : [`(${key === undefined ? 'true' : `${key} IS NULL`} AND ${bad} IS NOT NULL)`]),
    ];
    return { column, amount, text, isUnread };
  });
  const isUnread = amounts.flatMap((a) => a.isUnread).map((sql) => `coalesce(${sql}, false)`);
  const columns: Readonly<Record<string, string | undefined>> = { ...map.columns };
  return `SELECT g, i,
    ${TEXT_COLUMNS.map((name) => columns[name] ?? 'NULL').join(', ')},
    ${FLAG_COLUMNS.map((name) => columns[name] ?? 'NULL').join(', ')},
    ${amounts.map((a) => a.amount).join(', ')},
    ${map.items === undefined ? 'NULL' : `len(${map.items.key})`}, NULL,
    CASE WHEN ${isUnread.join(' OR ')} THEN {${amounts.map((a) => `${a.column}: ${a.text}`).join(', ')}} END
  FROM (SELECT g, i, unnest(d) FROM read_json(${literal(path)}, format = 'newline_delimited', ignore_errors = true,
    maximum_object_size = ${PORTAL_LIMITS.valueBytes * 2},
    columns = {g: 'INTEGER', i: 'INTEGER', d: ${literal(`STRUCT(${members})`)}})) AS doc
  SEMI JOIN portal_group USING (g)`;
};

/** Adds the documents of one spool file that belong to groups in `portal_group`. */
export const stageDocuments = async (
  connection: DuckDBConnection,
  shape: DocumentShape,
  path: string,
): Promise<void> => {
  await connection.run(`INSERT INTO portal_stage ${selectStageSql(shape, path)}`);
};
