import type { Run } from '../run.ts';
import { STRONG_NUMBER } from '../score/score-sql.ts';
import { differencesSql } from './explain-sql.ts';

const PER_DOCUMENT = 3;
/** Below these odds (bits) a candidate explains nothing. */
const LEAST_SCORE = -12;

const candidateJsonSql = (other: 'b' | 'p'): string => {
  const side = other === 'b' ? 'books' : 'portal';
  return `'{"documentReferenceNumber":' || coalesce(to_json(o.number)::VARCHAR, 'null') || ',"documentType":"' || o.kind || '","docDate":"' || o.date::VARCHAR
    || '","cpGstin":' || coalesce(to_json(o.cp_gstin)::VARCHAR, 'null') || ',"taxableValue":' || o.taxable::VARCHAR
    || ',"taxValue":' || (o.igst + o.cgst + o.sgst + o.cess)::VARCHAR || ',"score":' || c.score::DECIMAL(9,2)::VARCHAR || ',"keptApart":'
    || to_json(list_concat(${differencesSql()}, CASE WHEN c.${other} IN (SELECT ${other} FROM work.taken_${side}) THEN ['It is paired with a document that fits better'] ELSE [] END))::VARCHAR || '}'`;
};

const nearestSql = (own: 'b' | 'p', lone: string): string => {
  const other = own === 'b' ? 'p' : 'b';
  return `
    WITH ranked AS (
      SELECT *, row_number() OVER (PARTITION BY ${own} ORDER BY score DESC, ${other}) AS place_in_list
      FROM work.scored c WHERE ${own} IN (${lone}) AND score >= ${LEAST_SCORE}
      QUALIFY place_in_list <= ${PER_DOCUMENT}
    )
    SELECT c.${own} AS id, '[' || string_agg(${candidateJsonSql(other)}, ',' ORDER BY place_in_list) || ']' AS nearest
    FROM ranked c JOIN work.rest_books b ON b.id = c.b JOIN work.rest_portal p ON p.id = c.p
      JOIN ${other === 'b' ? 'books' : 'portal'} o ON o.seq = ${other}.seq
    GROUP BY c.${own}`;
};

/**
 * The best candidates of every document that stayed alone, and what kept them apart: `work.nearest_books(id, nearest)`,
 * `work.nearest_portal`. Also finds the entries that lost their portal document to an equal entry: `work.lost_to_equal(id)`.
 */
export const explainLone = async ({ connection, settings }: Run): Promise<void> => {
  for (const [side, id] of [
    ['books', 'b'],
    ['portal', 'p'],
  ] as const)
    await connection.run(
      `CREATE TABLE work.taken_${side} AS SELECT ${id} FROM work.exact UNION ALL SELECT DISTINCT ${id} FROM work.pair`,
    );
  for (const [side, id] of [
    ['books', 'b'],
    ['portal', 'p'],
  ] as const)
    await connection.run(
      `CREATE TABLE work.nearest_${side} AS ${nearestSql(id, `SELECT id FROM work.rest_${side} WHERE id NOT IN (SELECT ${id} FROM work.taken_${side})`)}`,
    );
  const closeDates = `abs(date_diff('day', own.date, other.date)) <= ${settings.dateToleranceDays}`;
  await connection.run(`
    CREATE TABLE work.lost_to_equal AS
    SELECT DISTINCT c.b AS id FROM work.scored c
      JOIN work.pair winner ON winner.p = c.p AND winner.b <> c.b AND winner.group_no IS NULL
      JOIN work.books own ON own.id = c.b JOIN work.books other ON other.id = winner.b
    WHERE c.b NOT IN (SELECT b FROM work.taken_books) AND c.plausible AND c.${STRONG_NUMBER}
      AND own.taxable = other.taxable AND own.tax = other.tax AND own.gid = other.gid AND own.direction = other.direction AND ${closeDates}
    UNION
    SELECT own.id FROM work.rest_books own JOIN work.keyed_books other USING (gid, direction, core, fy, taxable, tax)
    WHERE own.id NOT IN (SELECT b FROM work.taken_books) AND other.id IN (SELECT b FROM work.taken_books) AND ${closeDates}`);
};
