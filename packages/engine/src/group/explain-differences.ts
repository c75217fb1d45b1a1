import { code } from '../compare/levels-sql.ts';
import { type Run, readNumbers } from '../run.ts';
import { findParts } from './find-parts.ts';
import { type Free, type Pools, removeFree } from './free-documents.ts';
import type { Group } from './group-store.ts';

/** Links whose amounts differ: their documents may be a part of the other side's, with the rest still free. */
export const explainDifferences = async (run: Run, pools: Pools): Promise<Group[]> => {
  const [b = [], p = [], party = [], dayB = [], dayP = [], taxable = [], tax = []] = await readNumbers(
    run.connection,
    `SELECT l.b, l.p, b.party, date_diff('day', DATE '2017-07-01', b.date), date_diff('day', DATE '2017-07-01', p.date),
       p.direction * p.taxable - b.direction * b.taxable, p.direction * p.tax - b.direction * b.tax
     FROM work.link l JOIN work.scored s USING (b, p) JOIN work.rest_books b ON b.id = l.b JOIN work.rest_portal p ON p.id = l.p
     WHERE s.taxable > ${code('taxable', 'ROUNDING')} AND b.party = p.party AND NOT l.ambiguous
     ORDER BY l.b`,
  );
  const proposals = [...b].flatMap(
    (books, row): { readonly group: Group; readonly parts: readonly Free[]; readonly from: Pools[keyof Pools] }[] => {
      const difference = { taxable: taxable[row] ?? 0, tax: tax[row] ?? 0 };
      const key = party[row] ?? 0;
      const portal = p[row] ?? 0;
      const tolerance = run.settings.tolerancePaise;
      const missing = findParts({ ...difference, day: dayP[row] ?? 0 }, pools.books.get(key) ?? [], 1, tolerance);
      if (missing !== undefined) {
        const members = [books, ...missing.map(({ id }) => id)];
        return [
          { group: { books: members, portal: [portal], basis: 'DIFFERENCE' }, parts: missing, from: pools.books },
        ];
      }
      const excess = { taxable: -difference.taxable, tax: -difference.tax, day: dayB[row] ?? 0 };
      const surplus = findParts(excess, pools.portal.get(key) ?? [], 1, tolerance);
      if (surplus === undefined) return [];
      const members = [portal, ...surplus.map(({ id }) => id)];
      return [{ group: { books: [books], portal: members, basis: 'DIFFERENCE' }, parts: surplus, from: pools.portal }];
    },
  );
  const wanted = new Map<Free, number>();
  for (const { parts } of proposals) for (const part of parts) wanted.set(part, (wanted.get(part) ?? 0) + 1);
  // A document that explains two differences explains neither.
  const accepted = proposals.filter(({ parts }) => parts.every((part) => wanted.get(part) === 1));
  for (const { parts, from } of accepted) removeFree(from, parts);
  return accepted.map(({ group }) => group);
};
