import { PORTAL_LIMITS } from '../limits.ts';
import type { DocumentShape } from '../portal-section.ts';
import {
  type AmountKeys,
  type CodedMember,
  DOCUMENT_MAPS,
  type DocumentMap,
  type StageColumn,
} from './document-map.ts';
import { literal } from './sql-text.ts';
import {
  AMOUNT_COLUMNS,
  AMOUNT_LIMIT,
  type AmountColumn,
  FLAG_COLUMNS,
  TAX_COLUMNS,
  TEXT_COLUMNS,
} from './stage-columns.ts';

/**
 * No rows, though the planner expects many: it takes every JSON file for 42 rows and would build the hash tables of all
 * joins from a million documents instead of from the small side (2.9 against 4.1 s of CPU for a million).
 */
const MANY_ROWS_EXPECTED = 'SELECT NULL::INTEGER, NULL::INTEGER, NULL FROM range(100000000) LIMIT (SELECT 0)';

const readSql = (path: string, members: readonly string[]): string =>
  `(SELECT g, i, unnest(d) FROM (
    SELECT g, i, d FROM read_json(${literal(path)}, format = 'newline_delimited', ignore_errors = true,
      maximum_object_size = ${PORTAL_LIMITS.valueBytes * 2},
      columns = {g: 'INTEGER', i: 'INTEGER', d: ${literal(`STRUCT(${members.join(', ')})`)}})
    UNION ALL (${MANY_ROWS_EXPECTED})))`;

const keyOfAmount = (map: DocumentMap, column: AmountColumn): string | undefined => {
  if (column === 'value') return map.value;
  if (column.startsWith('declared_')) return map.declared?.[column.slice('declared_'.length) as keyof AmountKeys]; // the rest is a head
  return map.amounts[column as keyof AmountKeys]; // what is left are the tax columns
};

/** The codes as the portal writes them, or, for a closer look, in any case and with blanks around. */
const codedSql = ({ key, codes }: CodedMember, isClose: boolean): string =>
  `CASE ${isClose ? `upper(trim(${key}))` : key} ${Object.entries(codes)
    .map(([code, sql]) => `WHEN '${code}' THEN ${sql}`)
    .join(' ')} END`;

const columnsOf = (map: DocumentMap, isClose: boolean): string => {
  const columns: Readonly<Record<string, StageColumn | undefined>> = { ...map.columns };
  const sqlOf = (name: string, type: string): string => {
    const column = columns[name];
    if (column === undefined) return `NULL::${type} AS ${name}`;
    return `${typeof column === 'string' ? column : codedSql(column, isClose)} AS ${name}`;
  };
  return [
    ...TEXT_COLUMNS.map((name) => sqlOf(name, 'VARCHAR')),
    ...FLAG_COLUMNS.map((name) => sqlOf(name, 'BOOLEAN')),
  ].join(', ');
};

/**
 * Documents as DuckDB parses them fastest: amounts straight to DECIMAL. What it cannot take so becomes null, and
 * `isSoundSql` then leaves the document to `selectThoroughly`.
 */
export const selectFast = (shape: DocumentShape, path: string): string => {
  const map = DOCUMENT_MAPS[shape];
  const keyOf = new Map(AMOUNT_COLUMNS.map((column) => [column, keyOfAmount(map, column)]));
  const amountKeys = new Set([...keyOf.values()].filter((key) => key !== undefined));
  const members = map.keys.map((key) => `${key} ${amountKeys.has(key) ? 'DECIMAL(18,2)' : 'VARCHAR'}`);
  if (map.items !== undefined) members.push(`${map.items.key} JSON`);
  const amounts = AMOUNT_COLUMNS.map((column) => `${keyOf.get(column) ?? 'NULL::DECIMAL(18,2)'} AS ${column}`);
  return `(SELECT g, i, ${columnsOf(map, false)}, ${amounts.join(', ')},
    NULL::INTEGER AS item_count, NULL::BOOLEAN AS is_turned, ${isPlainSql(map)} AS is_plain
    FROM ${readSql(path, members)} AS doc)`;
};

/** Every amount given and no less than 0, codes as they should be, no rate items: nothing here needs a second look. */
const isPlainSql = (map: DocumentMap): string =>
  [
    ...TAX_COLUMNS.map((column) => keyOfAmount(map, column))
      .filter((key) => key !== undefined)
      .map((key) => `${key} >= 0 AND ${key} < ${AMOUNT_LIMIT}`),
    ...Object.values(map.columns)
      .filter((column) => typeof column === 'object')
      .map((column) => `(${codedSql(column, false)} IS NOT NULL OR coalesce(${column.key}, '') = '')`),
    ...(map.items === undefined ? [] : [`${map.items.key} IS NULL`]),
  ].join(' AND ');

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

interface AmountSql {
  readonly column: AmountColumn;
  readonly amount: string;
  readonly text: string;
  readonly isUnread: readonly string[];
}

/** An amount of the document stands before the sum of its items (domain spec 2.7). */
const amountSql = (map: DocumentMap, column: AmountColumn): AmountSql => {
  const key = keyOfAmount(map, column);
  const sum = itemSum(map, column);
  const bad = unreadItem(map, column);
  if (key === undefined) {
    return { column, amount: sum ?? 'NULL', text: bad ?? 'NULL', isUnread: bad === null ? [] : [`${bad} IS NOT NULL`] };
  }
  const own = toAmount(key);
  return {
    column,
    amount: sum === null ? own : `coalesce(${own}, ${sum})`,
    text: bad === null ? key : `coalesce(${key}, ${bad})`,
    isUnread: [
      `(${key} IS NOT NULL AND ${own} IS NULL)`,
      `abs(${own}) >= ${AMOUNT_LIMIT}`,
      ...(bad === null ? [] : [`(${key} IS NULL AND ${bad} IS NOT NULL)`]),
    ],
  };
};

/** Documents with every value as text first, for the ones that `selectFast` could not settle, in the order of the stage. */
export const selectThoroughly = (shape: DocumentShape, path: string): string => {
  const map = DOCUMENT_MAPS[shape];
  const members = map.keys.map((key) => `${key} VARCHAR`);
  if (map.items !== undefined) members.push(`${map.items.key} ${map.items.type}`);
  const amounts = AMOUNT_COLUMNS.map((column) => amountSql(map, column));
  const isUnread = amounts.flatMap((amount) => amount.isUnread).map((sql) => `coalesce(${sql}, false)`);
  return `SELECT g, i, ${columnsOf(map, true)},
    ${amounts.map((a) => a.amount).join(', ')},
    ${map.items === undefined ? 'NULL' : `len(${map.items.key})`}, NULL,
    CASE WHEN ${isUnread.join(' OR ')} THEN {${amounts.map((a) => `${a.column}: ${a.text}`).join(', ')}} END
  FROM ${readSql(path, members)} AS doc`;
};
