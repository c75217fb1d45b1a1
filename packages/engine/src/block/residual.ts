import { numberKeysSql, readFinancialYears } from '../normalise/number-keys-sql.ts';
import type { Side } from '../normalise/select-documents.ts';
import type { Run } from '../run.ts';

/** How often each value stands among the supplier's own documents: the basis of term frequency. Counted over all, paired or not. */
const countFrequencies = async ({ connection }: Run, side: Side): Promise<void> => {
  const count = (name: string, column: string) =>
    connection.run(
      `CREATE TABLE work.${side}_${name} AS SELECT sid, ${column}, count(*)::INTEGER AS n FROM work.${side} GROUP BY ALL`,
    );
  await connection.run(
    `CREATE TABLE work.${side}_pool AS SELECT sid, count(*)::INTEGER AS n FROM work.${side} GROUP BY sid`,
  );
  await count('taxable_count', 'taxable');
  await count('date_count', 'date');
};

const taken: Record<Side, string> = {
  books: `SELECT b FROM work.exact UNION ALL SELECT b FROM work.manual`,
  portal: `SELECT p FROM work.exact UNION ALL SELECT p FROM work.manual
    UNION ALL SELECT id FROM work.superseded UNION ALL SELECT id FROM work.repeated`,
};

/**
 * What is left after the exact twins, with the frequency of each value among the supplier's documents.
 * `amount_u` is the chance that another document of the supplier bills the same amount: measured, and for suppliers with few documents
 * drawn towards what the amount itself says (round figures repeat, 13,457.63 hardly does).
 */
export const createResidual = async (run: Run, side: Side): Promise<void> => {
  const { connection, settings } = run;
  const k = settings.weights.frequencyPrior;
  await countFrequencies(run, side);
  const left = `(SELECT * FROM work.${side} WHERE id NOT IN (${taken[side]}))`;
  await connection.run(`
    CREATE TABLE work.rest_${side} AS
    WITH keyed AS (${numberKeysSql(left, await readFinancialYears(connection))})
    SELECT d.*, pool.n AS pool, CASE WHEN serial IS NULL THEN 1 ELSE count(*) OVER (PARTITION BY sid, fy, serial) END::INTEGER AS serial_n,
      ((t.n - 1) + ${k} * greatest(1e-5, least(0.05, pow(10, 1 - length(rtrim(abs(d.taxable)::VARCHAR, '0')))))) / (pool.n - 1 + ${k}) AS amount_u,
      ((dd.n - 1) + ${k} * 0.03) / (pool.n - 1 + ${k}) AS date_u
    FROM keyed d
    JOIN work.${side}_pool pool USING (sid)
    JOIN work.${side}_taxable_count t USING (sid, taxable)
    JOIN work.${side}_date_count dd USING (sid, date)`);
  for (const name of ['taxable_count', 'date_count']) await connection.run(`DROP TABLE work.${side}_${name}`);
};
