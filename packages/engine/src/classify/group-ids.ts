import type { Run } from '../run.ts';
import { HEADS } from './credit-sql.ts';

/** What a share is made of. */
export const AMOUNT_HEADS = ['taxable', ...HEADS] as const;

const sums = (side: 'b' | 'p', head: string): string =>
  `sum(CASE WHEN is_first_of_${side} THEN ${side}.direction * ${side}.${head} ELSE 0 END)`;

/**
 * What the legs of a one-to-many set have in common: an id made of its members (the same whatever else is in the run), the
 * category of its worst leg, and whether the heads agree as the totals do.
 */
export const createGroupIds = async ({ connection, settings }: Run): Promise<void> => {
  const headsDiffer = HEADS.map(
    (head) => `abs(${sums('b', head)} - ${sums('p', head)}) > ${2 * settings.tolerancePaise}`,
  );
  await connection.run(`
    CREATE TABLE work.group_id AS
    WITH member AS (
      SELECT group_no, b, p, row_number() OVER (PARTITION BY group_no, b ORDER BY p) = 1 AS is_first_of_b,
        row_number() OVER (PARTITION BY group_no, p ORDER BY b) = 1 AS is_first_of_p
      FROM work.group_pair
    )
    SELECT g.group_no,
      'grp_' || left(md5(string_agg(bd.document_id || '|' || pd.document_id, ',' ORDER BY bd.document_id, pd.document_id)), 20) AS group_id,
      CASE WHEN count(DISTINCT g.b) > 1 THEN 'BOOKS' ELSE 'PORTAL' END AS group_side,
      CASE WHEN bool_or(f.match_type = 'MANUAL') THEN 'MANUAL' WHEN bool_or(f.match_type = 'PROBABLE') THEN 'PROBABLE'
        WHEN bool_or(f.match_type = 'MISMATCH') OR ${headsDiffer.join(' OR ')} THEN 'MISMATCH' ELSE 'WITHIN_TOLERANCE' END AS match_type,
      ${headsDiffer.join(' OR ')} AS heads_differ,
      (${sums('p', 'tax')} - ${sums('b', 'tax')})::BIGINT AS tax_difference
    FROM member g JOIN work.books b ON b.id = g.b JOIN work.portal p ON p.id = g.p
      JOIN work.pair f ON f.b = g.b AND f.p = g.p
      JOIN books bd ON bd.seq = b.seq JOIN portal pd ON pd.seq = p.seq
    GROUP BY g.group_no`);
  // Each voucher of a bill takes its part of what the portal gives, in order; together they never take more.
  const part = (head: string) => {
    const upTo = (frame: string) =>
      `least(coalesce(sum(b.direction * b.${head}) OVER (PARTITION BY group_no ORDER BY g.b ROWS BETWEEN UNBOUNDED PRECEDING AND ${frame}), 0), p.${head})`;
    return `(${upTo('CURRENT ROW')} - ${upTo('1 PRECEDING')})::BIGINT AS ${head}`;
  };
  await connection.run(`
    CREATE TABLE work.share AS
    SELECT g.b, g.p, ${AMOUNT_HEADS.map(part).join(', ')}
    FROM work.group_pair g JOIN work.group_id USING (group_no) JOIN work.books b ON b.id = g.b JOIN work.portal p ON p.id = g.p
    WHERE group_side = 'BOOKS'`);
};
