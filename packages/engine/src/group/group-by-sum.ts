import { code } from '../compare/levels-sql.ts';
import { type Run, readNumbers } from '../run.ts';
import { isChanceUnlikely } from './chance-of-sum.ts';
import { type Group, storeGroups } from './group-store.ts';
import { uniqueSubset } from './unique-subset.ts';

interface Free {
  readonly id: number;
  readonly party: number;
  readonly day: number;
  readonly month: number;
  readonly taxable: number;
  readonly tax: number;
}

interface Pools {
  readonly books: Map<number, Free[]>;
  readonly portal: Map<number, Free[]>;
}

/** From the narrowest on: the fewer candidates, the less a sum can agree by chance. */
const WINDOWS_DAYS = [0, 3, 10, 31];
const CANDIDATE_BOUND = 40;
const MAXIMUM_MEMBERS = 6;
const SUBSET_WORK_BOUND = 50_000;

/** Documents that neither a pair nor a group holds; signed amounts in paise. */
const readFree = async ({ connection }: Run, side: 'books' | 'portal'): Promise<Map<number, Free[]>> => {
  const id = side === 'books' ? 'b' : 'p';
  const [ids = [], party = [], day = [], month = [], taxable = [], tax = []] = await readNumbers(
    connection,
    `SELECT id, party, date_diff('day', DATE '2017-07-01', date), year(date) * 12 + month(date), direction * taxable, direction * tax
     FROM work.rest_${side}
     WHERE id NOT IN (SELECT ${id} FROM work.link) AND id NOT IN (SELECT ${id} FROM work.grouped_${side})
       ${side === 'books' ? 'AND id NOT IN (SELECT id FROM work.duplicate)' : ''} AND taxable <> 0
     ORDER BY party, date, id`,
  );
  const pools = new Map<number, Free[]>();
  ids.forEach((value, row) => {
    const key = party[row] ?? 0;
    const free = {
      id: value,
      party: key,
      day: day[row] ?? 0,
      month: month[row] ?? 0,
      taxable: taxable[row] ?? 0,
      tax: tax[row] ?? 0,
    };
    const pool = pools.get(key);
    if (pool === undefined) pools.set(key, [free]);
    else pool.push(free);
  });
  return pools;
};

interface Target {
  readonly day: number;
  readonly taxable: number;
  readonly tax: number;
}

/** The one set of free documents within `days` of the target that makes it up; undefined where none fits or more than one. */
const findPartsWithin = (
  days: number,
  target: Target,
  pool: readonly Free[],
  minimumSize: number,
  tolerance: number,
): readonly Free[] | undefined => {
  const near = pool.filter(({ day }) => Math.abs(day - target.day) <= days);
  if (near.length < minimumSize || near.length > CANDIDATE_BOUND) return undefined;
  let maximumSize = MAXIMUM_MEMBERS;
  while (maximumSize >= minimumSize && !isChanceUnlikely(near, target, maximumSize)) maximumSize--;
  if (maximumSize < minimumSize) return undefined;
  const result = uniqueSubset(near, target, { minimumSize, maximumSize, tolerance, workBound: SUBSET_WORK_BOUND });
  return result.kind === 'unique' ? result.members.flatMap((at) => near[at] ?? []) : undefined;
};

const findParts = (
  target: Target,
  pool: readonly Free[],
  minimumSize: number,
  tolerance: number,
): readonly Free[] | undefined => {
  for (const days of WINDOWS_DAYS) {
    const parts = findPartsWithin(days, target, pool, minimumSize, tolerance);
    if (parts !== undefined) return parts;
  }
  return undefined;
};

/** All free documents of the target's month, where they make it up together: the monthly voucher. */
const findWholeMonth = (target: Free, pool: readonly Free[], tolerance: number): readonly Free[] | undefined => {
  const month = pool.filter((free) => free.month === target.month);
  const sum = (key: 'taxable' | 'tax') => month.reduce((total, free) => total + free[key], 0);
  const fits = Math.abs(sum('taxable') - target.taxable) <= tolerance && Math.abs(sum('tax') - target.tax) <= tolerance;
  return month.length > 1 && fits ? month : undefined;
};

const remove = (pools: Map<number, Free[]>, taken: readonly Free[]): void => {
  for (const free of taken) {
    const pool = pools.get(free.party);
    if (pool !== undefined)
      pools.set(
        free.party,
        pool.filter(({ id }) => id !== free.id),
      );
  }
};

/** Links whose amounts differ: their documents may be a part of the other side's, with the rest still free. */
const explainDifferences = async (run: Run, pools: Pools): Promise<Group[]> => {
  const [b = [], p = [], party = [], dayB = [], dayP = [], taxable = [], tax = []] = await readNumbers(
    run.connection,
    `SELECT l.b, l.p, b.party, date_diff('day', DATE '2017-07-01', b.date), date_diff('day', DATE '2017-07-01', p.date),
       p.direction * p.taxable - b.direction * b.taxable, p.direction * p.tax - b.direction * b.tax
     FROM work.link l JOIN work.scored s USING (b, p) JOIN work.rest_books b ON b.id = l.b JOIN work.rest_portal p ON p.id = l.p
     WHERE s.taxable > ${code('taxable', 'ROUNDING')} AND b.party = p.party AND NOT l.ambiguous
     ORDER BY l.b`,
  );
  const groups: Group[] = [];
  b.forEach((books, row) => {
    const difference = { taxable: taxable[row] ?? 0, tax: tax[row] ?? 0 };
    const key = party[row] ?? 0;
    const portal = p[row] ?? 0;
    const missing = findParts(
      { ...difference, day: dayP[row] ?? 0 },
      pools.books.get(key) ?? [],
      1,
      run.settings.tolerancePaise,
    );
    if (missing !== undefined) {
      remove(pools.books, missing);
      groups.push({ books: [books, ...missing.map(({ id }) => id)], portal: [portal], basis: 'DIFFERENCE' });
      return;
    }
    const surplus = findParts(
      { taxable: -difference.taxable, tax: -difference.tax, day: dayB[row] ?? 0 },
      pools.portal.get(key) ?? [],
      1,
      run.settings.tolerancePaise,
    );
    if (surplus === undefined) return;
    remove(pools.portal, surplus);
    groups.push({ books: [books], portal: [portal, ...surplus.map(({ id }) => id)], basis: 'DIFFERENCE' });
  });
  return groups;
};

interface Proposal {
  readonly target: Free;
  readonly parts: readonly Free[];
  readonly distanceDays: number;
}

/** The nearest proposals first; a document that two equally near ones want goes to neither, for that would be a guess. */
const acceptProposals = (proposals: readonly Proposal[]): Proposal[] => {
  const wanted = new Map<number, number>();
  const ordered = [...proposals].sort((a, b) => a.distanceDays - b.distanceDays || a.target.id - b.target.id);
  const nearestOf = (proposal: Proposal) => proposal.parts.map(({ id }) => wanted.get(id) ?? Number.POSITIVE_INFINITY);
  const accepted: Proposal[] = [];
  for (const proposal of ordered) {
    const rivals = ordered.filter(
      (other) =>
        other !== proposal &&
        other.distanceDays === proposal.distanceDays &&
        other.parts.some(({ id }) => proposal.parts.some((part) => part.id === id)),
    );
    if (rivals.length > 0 || nearestOf(proposal).some((days) => days <= proposal.distanceDays)) continue;
    for (const { id } of proposal.parts) wanted.set(id, proposal.distanceDays);
    accepted.push(proposal);
  }
  return accepted;
};

const sumUp = (pools: Pools, targets: 'books' | 'portal', tolerance: number): Group[] => {
  const groups: Group[] = [];
  const others = pools[targets === 'books' ? 'portal' : 'books'];
  const accept = ({ target, parts }: Proposal) => {
    remove(others, parts);
    remove(pools[targets], [target]);
    const ids = parts.map(({ id }) => id);
    groups.push(
      targets === 'books'
        ? { books: [target.id], portal: ids, basis: 'SUM' }
        : { books: ids, portal: [target.id], basis: 'SUM' },
    );
  };
  const propose = (party: number, find: (target: Free, pool: readonly Free[]) => readonly Free[] | undefined) => {
    const pool = others.get(party) ?? [];
    if (pool.length < 2) return;
    const proposals = (pools[targets].get(party) ?? []).flatMap((target) => {
      const parts = find(target, pool);
      if (parts === undefined) return [];
      const distanceDays = Math.max(...parts.map(({ day }) => Math.abs(day - target.day)));
      return [{ target, parts, distanceDays }];
    });
    acceptProposals(proposals).forEach(accept);
  };
  for (const party of [...pools[targets].keys()]) {
    for (const days of WINDOWS_DAYS)
      propose(party, (target, pool) => findPartsWithin(days, target, pool, 2, tolerance));
    propose(party, (target, pool) => findWholeMonth(target, pool, tolerance));
  }
  return groups;
};

/** What the assignment left: bills split over vouchers, vouchers that merge bills, invoices booked net of their credit note. */
export const groupBySum = async (run: Run): Promise<void> => {
  const pools: Pools = { books: await readFree(run, 'books'), portal: await readFree(run, 'portal') };
  const tolerance = run.settings.tolerancePaise;
  const groups = [
    ...(await explainDifferences(run, pools)),
    ...sumUp(pools, 'portal', tolerance),
    ...sumUp(pools, 'books', tolerance),
  ];
  const [last] = await readNumbers(run.connection, 'SELECT coalesce(max(group_no), 0) FROM work.group_pair');
  await storeGroups(run, groups, (last?.[0] ?? 0) + 1);
  await run.connection.run('DELETE FROM work.link WHERE b IN (SELECT b FROM work.group_pair)');
};
