import type { DuckDBConnection } from '@duckdb/node-api';
import { readNumbers } from '../run.ts';

/**
 * The key ladder of `@milaan/gst` document-number, transcribed to DuckDB SQL so that millions of numbers are keyed in parallel.
 * A property test holds the two equal.
 */

const twoDigits = (year: number): string => String(year % 100).padStart(2, '0');

const separatedForms = (year: number): string[] => [
  `${year}-${year + 1}`,
  `${year}-${twoDigits(year + 1)}`,
  `${twoDigits(year)}-${twoDigits(year + 1)}`,
];

/** The plain `contains` spares most numbers the regular expression, which costs twenty times as much. */
const withoutTokenSql = (segmented: string, marks: readonly string[], forms: readonly string[]): string =>
  `CASE WHEN ${marks.map((mark) => `contains(${segmented}, '${mark}')`).join(' AND ')}
    THEN regexp_replace(${segmented}, '(^|[^0-9])(?:${forms.join('|')})($|[^0-9])', '\\1-\\2') ELSE ${segmented} END`;

// upper() comes last: before, it would turn ß into SS and ı into I, and GSTN knows only A to Z. translate() would do, five times slower.
export const alnumSql = (number: string): string => `upper(regexp_replace(${number}, '[^A-Za-z0-9]+', '', 'g'))`;

/** Upper case, every run of separators one dash, none at the ends. */
const segmentedSql = (number: string): string =>
  `upper(trim(regexp_replace(${number}, '[^A-Za-z0-9]+', '-', 'g'), '-'))`;

const perYearSql = (
  fy: string,
  years: readonly number[],
  otherwise: string,
  sqlOf: (year: number) => string,
): string =>
  years.length === 0
    ? otherwise
    : `CASE ${fy} ${years.map((year) => `WHEN ${year} THEN ${sqlOf(year)}`).join(' ')} ELSE ${otherwise} END`;

/** `segmented` without one token of the document's own financial year; `years` are those that occur in the column `fy`. */
const withoutOwnYearSql = (segmented: string, fy: string, years: readonly number[]): string =>
  perYearSql(fy, years, segmented, (year) =>
    withoutTokenSql(
      segmented,
      [twoDigits(year), twoDigits(year + 1)],
      [...separatedForms(year), ...separatedForms(year).map((form) => form.replace('-', ''))],
    ),
  );

/** `withoutOwn`, or where nothing was removed, `segmented` without one separated token of a neighbouring year. */
const withoutNeighbourYearSql = (segmented: string, withoutOwn: string, fy: string, years: readonly number[]): string =>
  `CASE WHEN ${withoutOwn} <> ${segmented} THEN ${withoutOwn} ELSE ${perYearSql(fy, years, segmented, (year) =>
    withoutTokenSql(segmented, ['-'], [...separatedForms(year - 1), ...separatedForms(year + 1)]),
  )} END`;

const withoutLeadingZerosSql = (text: string): string =>
  `CASE WHEN contains(${text}, '0') THEN regexp_replace(${text}, '(^|[^0-9])0+([0-9])', '\\1\\2', 'g') ELSE ${text} END`;

/** Core key with its dashes; `shortened` and `segmented` come without leading zeros. */
const coreSegmentsSql = (shortened: string, segmented: string): string =>
  `CASE WHEN length(replace(${shortened}, '-', '')) < 2 OR NOT regexp_matches(${shortened}, '[0-9]') THEN ${withoutLeadingZerosSql(segmented)} ELSE ${shortened} END`;

/**
 * The bare serial, which stands for the `digits` rung of the ladder: the longest digit run (the last of equals) once every trace of the financial year is gone, also one
 * written into the run itself (262700059 is serial 59 of 2026-27). A single digit is enough; what it is worth, its frequency tells.
 */
const longestRunSql = (text: string): string =>
  `list_reduce(list_prepend('', regexp_extract_all(${text}, '[0-9]+')), lambda a, b: CASE WHEN length(b) >= length(a) THEN b ELSE a END)`;

/** `run` is the longest digit run; see `longestRunSql`. */
const serialSql = (run: string, fy: string): string => {
  const short = `printf('%02d%02d', ${fy} % 100, (${fy} + 1) % 100)`;
  const long = `printf('%04d%02d', ${fy}, (${fy} + 1) % 100)`;
  return `ltrim(CASE WHEN length(${run}) > 6 AND starts_with(${run}, ${long}) THEN ${run}[7:]
    WHEN length(${run}) > 4 AND starts_with(${run}, ${short}) THEN ${run}[5:] ELSE ${run} END, '0')`;
};

const foldedSql = (core: string): string =>
  `CASE WHEN regexp_matches(${core}, '[OILSB]') THEN translate(${core}, 'OILSB', '01158') ELSE ${core} END`;

const lettersSql = (core: string): string => `regexp_replace(${core}, '[0-9]+', '', 'g')`;

/** The financial years for which `numberKeysSql` needs patterns. */
export const readFinancialYears = async (connection: DuckDBConnection): Promise<number[]> => {
  const [years] = await readNumbers(
    connection,
    'SELECT fy FROM work.books WHERE fy IS NOT NULL UNION SELECT fy FROM work.portal WHERE fy IS NOT NULL ORDER BY fy',
  );
  return [...(years ?? [])];
};

/**
 * SQL that adds `core`, `folded`, `letters` (the core without digits) and `serial` to the rows of `source`, which has `number` and `fy`.
 * Each rung is its own projection: nested in one expression, every regular expression would run several times.
 */
export const numberKeysSql = (source: string, years: readonly number[]): string => `
  WITH segmented AS (SELECT *, ${segmentedSql('number')} AS segmented FROM ${source}),
  own_year AS (SELECT *, ${withoutOwnYearSql('segmented', 'fy', years)} AS without_own FROM segmented),
  any_year AS (SELECT *, ${withoutNeighbourYearSql('segmented', 'without_own', 'fy', years)} AS without_year FROM own_year),
  shortened AS (SELECT *, ${withoutLeadingZerosSql('without_year')} AS shortened FROM any_year),
  segments AS (SELECT *, ${coreSegmentsSql('shortened', 'segmented')} AS segments FROM shortened),
  cored AS (SELECT *, replace(segments, '-', '') AS core,
    coalesce(nullif(${longestRunSql('without_year')}, ''), ${longestRunSql('segmented')}) AS run FROM segments)
  SELECT * EXCLUDE (number, segmented, without_own, without_year, shortened, segments, run)
    REPLACE (nullif(core, '') AS core), nullif(${foldedSql('core')}, '') AS folded, ${lettersSql('core')} AS letters,
    nullif(${serialSql('run', 'fy')}, '') AS serial
  FROM cored`;
