import type { DuckDBConnection } from '@duckdb/node-api';
import type { ElementDefect } from '../json/answer-node.ts';
import { PORTAL_LIMITS } from '../limits.ts';
import type { DocumentShape } from '../portal-section.ts';
import { literal } from './sql-text.ts';
import { TAX_COLUMNS } from './stage-columns.ts';
import { createRowsTable } from './text-map.ts';

/** Shape of `rejected_row`, which the readers of both sides fill. */
const createRejectedRowSql = (): string =>
  `CREATE TABLE IF NOT EXISTS rejected_row (file VARCHAR, row BIGINT, errors INTEGER, message VARCHAR, cells VARCHAR)`;

const quoted = (sql: string): string => `'"' || left(${sql}, 60) || '"'`;
const anyBelowZero = TAX_COLUMNS.map((name) => `coalesce(${name}, 0) < 0`).join(' OR ');

/** Plain reasons, one for each defect of a document; null where the document is sound. */
const REASONS = [
  `CASE WHEN number IS NULL OR trim(number) = '' THEN 'the document number is missing' END`,
  `CASE WHEN date_text IS NULL OR trim(date_text) = '' THEN 'the date is missing'
    WHEN dates.value IS NULL THEN 'the date ' || ${quoted('date_text')} || ' is not a date (DD-MM-YYYY)' END`,
  `CASE WHEN kind IS NULL THEN 'the kind of the document is not one of its section (C or D, ISDI or ISDC)' END`,
  `CASE WHEN grp.section <> 'IMPG' AND coalesce(grp.cp_gstin, trim(row_cp_gstin), '') = ''
    THEN 'the GSTIN of the supplier is missing' END`,
  `CASE WHEN unread IS NULL AND coalesce(${TAX_COLUMNS.join(', ')}) IS NULL THEN 'it holds no amount' END`,
  ...TAX_COLUMNS.map(
    (name) => `CASE WHEN unread.${name} IS NOT NULL
      THEN '${name === 'taxable' ? 'the taxable value' : name} ' || ${quoted(`unread.${name}`)} || ' is not an amount' END`,
  ),
  `CASE WHEN ${anyBelowZero} THEN 'its amounts have different signs' END`,
];

/**
 * `portal_bad`: documents that cannot be used, with their reasons; they go to `rejected_row` as they came. Returns how
 * many there are. Needs `portal_stage`, `portal_group` and the date map.
 */
export const rejectDocuments = async (
  connection: DuckDBConnection,
  spools: readonly { shape: DocumentShape; path: string }[],
): Promise<number> => {
  await connection.run(`CREATE OR REPLACE TEMP TABLE portal_bad AS
    SELECT g, i, reasons FROM (
      SELECT g, i, list_filter([${REASONS.join(', ')}], lambda reason: reason IS NOT NULL) AS reasons
      FROM portal_stage JOIN portal_group AS grp USING (g) LEFT JOIN portal_date AS dates ON dates.text = date_text
      WHERE number IS NULL OR trim(number) = '' OR dates.value IS NULL OR kind IS NULL OR unread IS NOT NULL
        OR (grp.section <> 'IMPG' AND coalesce(grp.cp_gstin, trim(row_cp_gstin), '') = '')
        OR coalesce(${TAX_COLUMNS.join(', ')}) IS NULL OR ${anyBelowZero})`);
  const counted = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM portal_bad');
  const bad = Number(counted.getRowsJS()[0]?.[0] ?? 0);
  if (bad === 0) return 0;
  await connection.run(createRejectedRowSql());
  for (const { path } of spools) {
    await connection.run(`INSERT INTO rejected_row
      SELECT file, first_row + i, len(reasons), pointer || CASE WHEN pointer[1] = '/' THEN '/' || i ELSE '' END || ': ' || list_aggregate(reasons, 'string_agg', '; '), d
      FROM read_json(${literal(path)}, format = 'newline_delimited', ignore_errors = true,
        maximum_object_size = ${PORTAL_LIMITS.valueBytes * 2}, columns = {g: 'INTEGER', i: 'INTEGER', d: 'JSON'})
      JOIN portal_bad USING (g, i) JOIN portal_group USING (g)`);
  }
  return bad;
};

/** Elements that are no documents at all go to `rejected_row` too. */
export const rejectElements = async (
  connection: DuckDBConnection,
  defects: readonly (ElementDefect & { file: string })[],
): Promise<void> => {
  if (defects.length === 0) return;
  await connection.run(createRejectedRowSql());
  await createRowsTable(
    connection,
    'portal_defect',
    { file: 'VARCHAR', row: 'BIGINT', message: 'VARCHAR', cells: 'VARCHAR' },
    defects.map(({ file, row, pointer, reason, text }) => ({
      file,
      row,
      message: `${pointer}: ${reason}`,
      cells: text,
    })),
  );
  await connection.run('INSERT INTO rejected_row SELECT file, row, 1, message, cells FROM portal_defect');
  await connection.run('DROP TABLE portal_defect');
};
