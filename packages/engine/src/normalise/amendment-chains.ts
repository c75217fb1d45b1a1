import type { Run } from '../run.ts';
import { alnumSql } from './number-keys-sql.ts';

/**
 * Chains portal amendments by (own registration, supplier, FY, original number) and marks every link but the newest (domain spec 2.9).
 * Fills `work.superseded(id, newest)`: the portal document `id` was replaced by the portal document `newest`.
 */
export const chainAmendments = async ({ connection }: Run): Promise<void> => {
  await connection.run(`
    CREATE TABLE work.amendment AS
    SELECT p.id, p.own, p.sid, p.direction, p.kind, ${alnumSql('d.original_number')} AS original_alnum,
      (year(d.original_date) - (month(d.original_date) < 4)::INTEGER)::SMALLINT AS original_fy,
      (right(d.supplier_period, 4)::INTEGER * 12 + left(d.supplier_period, 2)::INTEGER) AS supplier_month,
      (right(d.return_period, 4)::INTEGER * 12 + left(d.return_period, 2)::INTEGER) AS return_month, d.supplier_filed_on AS filed_on
    FROM portal d JOIN work.portal p USING (seq)
    WHERE d.section IN ('B2BA', 'CDNRA', 'ECOA', 'ISDA', 'IMPGA', 'IMPGSEZA') AND d.bucket IS DISTINCT FROM 'REJECTED'`);
  // An amended bill of entry keeps its own number; other amendments name their original.
  await connection.run(`
    CREATE TABLE work.superseded AS
    WITH amending AS (
      SELECT a.id, a.own, a.sid, a.direction, coalesce(a.original_alnum, p.alnum) AS original_alnum, coalesce(a.original_fy, p.fy) AS original_fy,
        (coalesce(a.return_month, 0)::BIGINT * 100000 + coalesce(supplier_month, 0)) * 100000 + coalesce(date_diff('day', DATE '2017-07-01', filed_on), 0) AS recency
      FROM work.amendment a JOIN work.portal p ON p.id = a.id
    ),
    links AS (
      SELECT older.id, newer.id AS newest, newer.recency
      FROM amending newer JOIN work.portal older
        ON older.own = newer.own AND older.sid = newer.sid AND older.direction = newer.direction
        AND older.alnum = newer.original_alnum AND older.fy = newer.original_fy AND older.id <> newer.id
      LEFT JOIN amending same ON same.id = older.id
      WHERE older.bucket_rank < 2 AND (same.id IS NULL OR (newer.recency, newer.id) > (same.recency, same.id))
      UNION ALL
      SELECT older.id, newer.id, newer.recency
      FROM amending newer JOIN amending older USING (own, sid, direction, original_alnum, original_fy)
      WHERE (newer.recency, newer.id) > (older.recency, older.id)
    )
    SELECT id, arg_max(newest, (recency, newest)) AS newest FROM links GROUP BY id`);
};

/** The same document reported again in another 2A/2B file: all but the first stand aside. Fills `work.repeated(id, first)`. */
export const findPortalRepeats = async ({ connection }: Run): Promise<void> => {
  await connection.run(`
    CREATE TABLE work.repeated AS
    WITH many AS (
      SELECT own, sid, kind, alnum, date, taxable, tax FROM work.portal
      WHERE alnum IS NOT NULL AND kind <> 5 AND kind <> 6
      GROUP BY ALL HAVING count(*) > 1
    )
    SELECT p.id, first_value(p.id) OVER same AS first
    FROM work.portal p JOIN many USING (own, sid, kind, alnum, date, taxable, tax)
    WHERE p.id NOT IN (SELECT id FROM work.superseded)
    WINDOW same AS (PARTITION BY own, sid, kind, alnum, date, taxable, tax ORDER BY bucket_rank, p.id)
    QUALIFY p.id <> first`);
};
