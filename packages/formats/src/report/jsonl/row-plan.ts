import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../sql-text.ts';
import { JSON_VALUES, type LineValue, SCALAR_VALUES, STRING_VALUES, VALUE_SEPARATOR } from './result-values.ts';

/** How the values of a line come from DuckDB to JavaScript: only those that are worth carrying. */
export interface RowPlan {
  /** Values of a row in order: those separated by U+001F, then those of its JSON array. */
  readonly separated: readonly LineValue[];
  readonly listed: readonly LineValue[];
  /** Values that are the same in every document of their side, as JSON text by name. */
  readonly constants: ReadonlyMap<string, string>;
  /** What an empty value of a row stands for, as JSON text by name. */
  readonly common: ReadonlyMap<string, string>;
}

const SAMPLE_ROWS = 4096;
const TABLES = { b: 'books', p: 'portal' } as const;

const isOfSide =
  (side: 'b' | 'p') =>
  ({ name }: LineValue): boolean =>
    name.startsWith(`${side}.`);

const jsonSql = ({ sql }: LineValue, isString: boolean): string =>
  isString ? `coalesce(to_json(${sql})::VARCHAR, 'null')` : `coalesce((${sql})::VARCHAR, 'null')`;

/** The candidates that have one and the same JSON text in every row of `from`. */
const findConstants = async (
  connection: DuckDBConnection,
  candidates: readonly LineValue[],
  from: string,
): Promise<Map<string, string>> => {
  if (candidates.length === 0) return new Map();
  const isString = new Set(STRING_VALUES.map(({ name }) => name));
  const ends = candidates.flatMap((value) => {
    const json = jsonSql(value, isString.has(value.name));
    return [`min(${json})`, `max(${json})`];
  });
  const row = (await connection.runAndReadAll(`SELECT ${ends.join(', ')} FROM ${from}`)).getRows()[0] ?? [];
  return new Map(
    candidates.flatMap(({ name }, at): [string, string][] => {
      const least = row[2 * at];
      return typeof least === 'string' && least === row[2 * at + 1] ? [[name, least]] : [];
    }),
  );
};

const findCommon = async (connection: DuckDBConnection, source: string): Promise<Map<string, string>> => {
  const modes = JSON_VALUES.map(({ sql }) => `mode(${sql})::VARCHAR`);
  const reader = await connection.runAndReadAll(
    `SELECT ${modes.join(', ')} FROM (FROM ${source} LIMIT ${SAMPLE_ROWS}) r`,
  );
  const row = reader.getRows()[0] ?? [];
  return new Map(
    JSON_VALUES.flatMap(({ name }, at): [string, string][] => {
      const mode = row[at];
      return typeof mode === 'string' ? [[name, mode]] : [];
    }),
  );
};

/**
 * Looks at the data for what need not pass through the join with the documents and into JavaScript with every line:
 * columns that hold one value (a third of them, in most data) and JSON that most lines share. What a line holds does
 * not depend on it. Looking costs a tenth of what it saves.
 */
export const createRowPlan = async (connection: DuckDBConnection, source: string): Promise<RowPlan> => {
  const constants = new Map<string, string>();
  for (const side of ['b', 'p'] as const) {
    const table = TABLES[side];
    let candidates: readonly LineValue[] = [...SCALAR_VALUES, ...STRING_VALUES].filter(isOfSide(side));
    const inSample = await findConstants(connection, candidates, `(FROM ${table} LIMIT ${SAMPLE_ROWS}) ${side}`);
    candidates = candidates.filter(({ name }) => inSample.has(name));
    const found = await findConstants(connection, candidates, `${table} ${side}`);
    for (const [name, json] of found) constants.set(name, json);
  }
  const isVarying = ({ name }: LineValue): boolean => !constants.has(name);
  return {
    separated: [...SCALAR_VALUES, ...JSON_VALUES].filter(isVarying),
    listed: STRING_VALUES.filter(isVarying),
    constants,
    common: await findCommon(connection, source),
  };
};

/**
 * The place of a line and all its values as one BLOB: its kind, scalars and JSON separated by U+001F, then the strings as one JSON array,
 * which escapes them. One wide value a row is what passes from DuckDB to JavaScript fastest.
 * `r` is the result row, `b` its books document, `p` its portal document.
 */
export const resultRowSql = ({ separated, listed, common }: RowPlan, source: string): string => {
  const values = separated.map(({ name, sql }) => {
    const mode = common.get(name);
    const json = `coalesce((${sql})::VARCHAR, 'null')`;
    return mode === undefined ? json : `CASE WHEN (${sql}) = ${sqlText(mode)} THEN '' ELSE ${json} END`;
  });
  return `
  SELECT r.line_no::INTEGER, encode(concat_ws(chr(${VALUE_SEPARATOR}),
    CASE WHEN p.seq IS NULL THEN '1' WHEN b.seq IS NULL THEN '2' ELSE '0' END,
    ${values.join(',\n    ')},
    to_json([${listed.map(({ sql }) => sql).join(', ')}])))
  FROM ${source} r LEFT JOIN books b ON b.seq = r.books_seq LEFT JOIN portal p ON p.seq = r.portal_seq`;
};
