import { code, FIELDS, levelsSql } from '../compare/levels-sql.ts';
import type { Run } from '../run.ts';
import { STRONG_NUMBER, scoreSql } from './score-sql.ts';

/**
 * What no weight may outvote. A number that does not identify the document needs the amount; another registration of the supplier
 * needs the amount too, because the same serial number exists in each of its States; another supplier altogether needs everything.
 */
const PLAUSIBLE = `
  (c.${STRONG_NUMBER} OR c.taxable <= ${code('taxable', 'NEAR')} OR c.tax = ${code('tax', 'EQUAL_ALONE')})
  AND (c.supplier = ${code('supplier', 'SAME')} OR c.taxable <= ${code('taxable', 'NEAR')})
  AND (c.supplier IN (${code('supplier', 'SAME')}, ${code('supplier', 'OTHER')}) OR c.${STRONG_NUMBER} OR (c.date <= ${code('date', 'WITHIN_TOLERANCE')} AND c.taxable <= ${code('taxable', 'ROUNDING')}))
  AND (c.supplier <> ${code('supplier', 'OTHER')} OR (c.${STRONG_NUMBER} AND c.taxable = ${code('taxable', 'EQUAL')} AND c.date <= ${code('date', 'WITHIN_TOLERANCE')}))
  AND (c.kind <> ${code('kind', 'REVERSED')} OR c.number <= ${code('number', 'CORE')})`;

/** Compares every candidate field by field: `work.compared(b, p, <level code per field>)`. */
export const compareCandidates = async ({ connection, settings }: Run): Promise<void> => {
  const levels = levelsSql(settings);
  await connection.run(`
    CREATE TABLE work.compared AS
    SELECT c.b, c.p, b.sid AS sb, p.sid AS sp, ${FIELDS.map((field) => `${levels[field]} AS ${field}`).join(',\n')}
    FROM work.candidate c JOIN work.rest_books b ON b.id = c.b JOIN work.rest_portal p ON p.id = c.p`);
  await connection.run('DROP TABLE work.candidate');
};

/** Counts, per supplier and side, the documents that no number identifies: the rivals of a weak pair. */
const countWeak = async ({ connection }: Run): Promise<void> => {
  for (const [side, id] of [
    ['books', 'b'],
    ['portal', 'p'],
  ])
    await connection.run(`
      CREATE TABLE work.weak_${side} AS
      SELECT sid, count(*)::INTEGER AS n FROM work.rest_${side}
      WHERE id NOT IN (
        SELECT ${id} FROM work.compared c
        WHERE c.${STRONG_NUMBER} AND supplier = ${code('supplier', 'SAME')}
          AND (taxable <= ${code('taxable', 'NEAR')} OR date <= ${code('date', 'WITHIN_TOLERANCE')}))
      GROUP BY sid`);
};

/** Scores what was compared: `work.scored(b, p, levels…, score, plausible)`; score in bits. */
export const scoreCandidates = async (run: Run): Promise<void> => {
  const { connection, settings } = run;
  await countWeak(run);
  await connection.run(`
    CREATE TABLE work.scored AS
    SELECT c.*, round(${scoreSql(settings.weights)}, 2)::FLOAT AS score, (${PLAUSIBLE}) AS plausible
    FROM work.compared c JOIN work.rest_books b ON b.id = c.b JOIN work.rest_portal p ON p.id = c.p
      LEFT JOIN work.weak_books wb ON wb.sid = c.sb LEFT JOIN work.weak_portal wp ON wp.sid = c.sp`);
  await connection.run('DROP TABLE work.compared');
};
