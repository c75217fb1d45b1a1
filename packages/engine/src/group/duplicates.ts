import { numberKeysSql, readFinancialYears } from '../normalise/number-keys-sql.ts';
import type { Run } from '../run.ts';

/**
 * Books documents entered twice: same supplier PAN, direction, number key, year and amounts, more often than the portal has them, with dates that
 * are close (an equal number of another day is rather a typing error).
 * The one that is paired already, else the first in stable order, stays; the others are kept out of the assignment, so that no credit
 * is claimed twice. Fills `work.duplicate(id, original)`.
 */
export const findDuplicates = async ({ connection, settings }: Run): Promise<void> => {
  const key = 'gid, direction, core, fy, taxable, tax';
  const amounts = 'gid, direction, taxable, tax';
  const years = await readFinancialYears(connection);
  // The residual has its keys already; of the rest only documents that share the amounts with one of it can matter.
  await connection.run(`
    CREATE TABLE work.keyed_books AS
    SELECT id, ${key}, date FROM work.rest_books
    UNION ALL
    SELECT id, ${key}, date FROM (${numberKeysSql(
      `(SELECT id, number, ${amounts}, fy, date FROM work.books SEMI JOIN work.rest_books USING (${amounts}) WHERE id NOT IN (SELECT id FROM work.rest_books))`,
      years,
    )})`);
  await connection.run(`
    CREATE TABLE work.duplicate AS
    WITH many AS (
      SELECT ${key}, count(*) AS n FROM work.keyed_books WHERE core IS NOT NULL AND (taxable <> 0 OR tax <> 0) GROUP BY ALL HAVING count(*) > 1
    ),
    reported AS (${numberKeysSql(
      `(SELECT id, number, ${amounts}, fy FROM work.portal SEMI JOIN many USING (${amounts})
        WHERE id NOT IN (SELECT id FROM work.superseded) AND id NOT IN (SELECT id FROM work.repeated))`,
      years,
    )}),
    allowed AS (
      SELECT many.*, greatest(1, (SELECT count(*) FROM reported p
        WHERE p.gid = many.gid AND p.direction = many.direction AND p.core = many.core AND abs(p.fy - many.fy) <= 1 AND p.taxable = many.taxable AND p.tax = many.tax)) AS allowed
      FROM many
    ),
    ranked AS (
      SELECT b.id, allowed, abs(date_diff('day', b.date, first_value(b.date) OVER same)) AS days_apart,
        first_value(b.id) OVER same AS original,
        row_number() OVER same AS position
      FROM work.keyed_books b JOIN allowed USING (${key})
      WHERE b.id NOT IN (SELECT b FROM work.grouped_books)
      WINDOW same AS (PARTITION BY ${key} ORDER BY (b.id IN (SELECT b FROM work.exact) OR b.id IN (SELECT b FROM work.manual)) DESC, b.id)
    )
    SELECT id, original FROM ranked
    WHERE position > allowed AND days_apart <= ${settings.dateToleranceDays} AND id NOT IN (SELECT b FROM work.exact) AND id NOT IN (SELECT b FROM work.manual)`);
};
