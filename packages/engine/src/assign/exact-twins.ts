import type { Run } from '../run.ts';

/**
 * Pairs that agree in everything and have no rival on either side. They are fixed before the rest: an exact twin is worth more
 * than any two lesser links that could use its ends, so the optimum always holds it, and most documents need no more work.
 * Fills `work.exact(b, p)`.
 */
export const pairExactTwins = async ({ connection }: Run): Promise<void> => {
  await connection.run(`
    CREATE TABLE work.exact AS
    WITH twins AS (
      SELECT b.id AS b, p.id AS p FROM work.books b JOIN work.portal p
        ON b.sid = p.sid AND b.alnum = p.alnum AND b.taxable = p.taxable AND b.date = p.date AND b.own = p.own AND b.kind = p.kind
        AND b.igst = p.igst AND b.cgst = p.cgst AND b.sgst = p.sgst AND b.cess = p.cess
      WHERE (b.place IS NULL OR p.place IS NULL OR b.place = p.place)
        AND (b.reverse_charge IS NULL OR b.reverse_charge = p.reverse_charge)
        AND p.id NOT IN (SELECT id FROM work.aside_portal)
        AND b.id NOT IN (SELECT b FROM work.manual) AND p.id NOT IN (SELECT p FROM work.manual)
    )
    SELECT any_value(b) AS b, p FROM (SELECT b, any_value(p) AS p FROM twins GROUP BY b HAVING count(*) = 1) GROUP BY p HAVING count(*) = 1`);
};
