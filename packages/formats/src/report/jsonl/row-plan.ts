import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../sql-text.ts';
import { JSON_VALUES, type LineValue, SCALAR_VALUES, STRING_VALUES } from './result-values.ts';

/** The values that one side gives to a row: first those separated by U+001F, then those of its JSON array. */
export interface SidePlan {
  readonly separated: readonly LineValue[];
  readonly listed: readonly LineValue[];
}

/** How the values of a line come from DuckDB to JavaScript: only those that are worth carrying. */
export interface RowPlan {
  /** Of the result row, the books document, the portal document. */
  readonly r: SidePlan;
  readonly b: SidePlan;
  readonly p: SidePlan;
  /** Values that are the same in every document of their side, as JSON text by name. */
  readonly constants: ReadonlyMap<string, string>;
  /** What an empty value of a row stands for, as JSON text by name. */
  readonly common: ReadonlyMap<string, string>;
}

/** Stands between the values of a row; no JSON text holds it. */
export const VALUE_SEPARATOR = 0x1f;
/** Stands where a side is missing; no JSON text begins with it. */
export const MISSING_SIDE = 0x21;

const SAMPLE_ROWS = 4096;
const TABLES = { b: 'books', p: 'portal' } as const;
const STRING_NAMES: ReadonlySet<string> = new Set(STRING_VALUES.map(({ name }) => name));

const isOfSide =
  (side: 'r' | 'b' | 'p') =>
  ({ name }: LineValue): boolean =>
    name.startsWith(`${side}.`);

const jsonSql = ({ name, sql }: LineValue): string =>
  STRING_NAMES.has(name) ? `coalesce(to_json(${sql})::VARCHAR, 'null')` : `coalesce((${sql})::VARCHAR, 'null')`;

/** The candidates that have one and the same JSON text in every row of `from`. */
const findConstants = async (
  connection: DuckDBConnection,
  candidates: readonly LineValue[],
  from: string,
): Promise<Map<string, string>> => {
  const ends = candidates.map(jsonSql).flatMap((json) => [`min(${json})`, `max(${json})`]);
  const row = (await connection.runAndReadAll(`SELECT ${ends.join(', ')} FROM ${from}`)).getRows()[0] ?? [];
  return new Map(
    candidates.flatMap(({ name }, at): [string, string][] => {
      const least = row[2 * at];
      return typeof least === 'string' && least === row[2 * at + 1] ? [[name, least]] : [];
    }),
  );
};

/** Which of the candidates are the same in every row of `from`: told by their values, as their JSON is dear. */
const findUnvarying = async (
  connection: DuckDBConnection,
  candidates: readonly LineValue[],
  from: string,
): Promise<LineValue[]> => {
  if (candidates.length === 0) return [];
  const isSame = candidates.map(
    ({ sql }) => `count(${sql}) = 0 OR (count(${sql}) = count(*) AND min(${sql}) = max(${sql}))`,
  );
  const row = (await connection.runAndReadAll(`SELECT ${isSame.join(', ')} FROM ${from}`)).getRows()[0] ?? [];
  return candidates.filter((_, at) => row[at] === true);
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
    const values = [...SCALAR_VALUES, ...STRING_VALUES].filter(isOfSide(side));
    const inSample = await findConstants(connection, values, `(FROM ${table} LIMIT ${SAMPLE_ROWS}) ${side}`);
    const candidates = values.filter(({ name }) => inSample.has(name));
    for (const { name } of await findUnvarying(connection, candidates, `${table} ${side}`))
      constants.set(name, inSample.get(name) ?? 'null');
  }
  const isVarying = ({ name }: LineValue): boolean => !constants.has(name);
  const planOf = (side: 'r' | 'b' | 'p'): SidePlan => ({
    separated: [...SCALAR_VALUES, ...JSON_VALUES].filter(isOfSide(side)).filter(isVarying),
    listed: STRING_VALUES.filter(isOfSide(side)).filter(isVarying),
  });
  return { r: planOf('r'), b: planOf('b'), p: planOf('p'), constants, common: await findCommon(connection, source) };
};

const sideSql = ({ separated, listed }: SidePlan, common: ReadonlyMap<string, string>): string => {
  const values = separated.map((value) => {
    const mode = common.get(value.name);
    if (mode === undefined) return jsonSql(value);
    return `CASE WHEN (${value.sql}) = ${sqlText(mode)} THEN '' ELSE ${jsonSql(value)} END`;
  });
  // One to_json of a list escapes all its strings, which is cheaper than one for each.
  const list = `to_json([${listed.map(({ sql }) => sql).join(', ')}]::VARCHAR[])`;
  return `concat_ws(chr(${VALUE_SEPARATOR}), ${[...values, list].join(', ')})`;
};

/**
 * The place of a line, and its values as one BLOB: those of the result row, of the books document, of the portal
 * document, separated by U+001F. One wide value a row is what passes from DuckDB to JavaScript fastest, and one wide
 * value a document is what passes through the join fastest.
 */
export const resultRowSql = (plan: RowPlan, source: string): string => {
  const missing = `chr(${MISSING_SIDE})`;
  const documentSql = (side: 'b' | 'p'): string =>
    `(SELECT seq, ${sideSql(plan[side], plan.common)} AS content FROM ${TABLES[side]} ${side})`;
  return `
  SELECT r.line_no::INTEGER, encode(concat_ws(chr(${VALUE_SEPARATOR}), ${sideSql(plan.r, plan.common)},
    coalesce(b.content, ${missing}), coalesce(p.content, ${missing})))
  FROM ${source} r
    LEFT JOIN ${documentSql('b')} b ON b.seq = r.books_seq
    LEFT JOIN ${documentSql('p')} p ON p.seq = r.portal_seq`;
};
