import { type Run, readNumbers } from '../run.ts';
import { type Group, storeGroups } from './group-store.ts';
import { uniqueSubset } from './unique-subset.ts';

const NUMBER_KEYS = ['alnum', 'core', 'serial'] as const;
type NumberKey = (typeof NUMBER_KEYS)[number];

interface Member {
  readonly id: number;
  readonly day: number;
  readonly taxable: number;
  readonly tax: number;
}

interface Cluster {
  readonly books: Member[];
  readonly portal: Member[];
}

/** Clusters above this size are common serials, not the vouchers of one bill. */
const CLUSTER_BOUND = 24;
/** Vouchers of one bill are posted within this many days of it. */
const DAYS_BOUND = 60;
const SUBSET_WORK_BOUND = 20_000;

/** Documents of one supplier and own registration that share a number key, where at least one side has several. */
const readClusters = async ({ connection }: Run, key: NumberKey): Promise<Cluster[]> => {
  const free = (side: string, id: string) => `
    SELECT party, ${key} AS key, ${side === 'books' ? 0 : 1} AS side, id, date_diff('day', DATE '2017-07-01', date) AS day, direction * taxable AS taxable, direction * tax AS tax
    FROM work.rest_${side} WHERE length(${key}) >= ${key === 'alnum' ? 1 : 2} AND id NOT IN (SELECT ${id} FROM work.grouped_${side})`;
  const [cluster = [], side = [], id = [], day = [], taxable = [], tax = []] = await readNumbers(
    connection,
    `WITH free AS (${free('books', 'b')} UNION ALL ${free('portal', 'p')}),
     chosen AS (
       SELECT party, key, row_number() OVER (ORDER BY party, key) AS cluster FROM free
       GROUP BY party, key HAVING count(*) BETWEEN 3 AND ${CLUSTER_BOUND} AND bool_or(side = 0) AND bool_or(side = 1))
     SELECT cluster, side, id, day, taxable, tax FROM chosen JOIN free USING (party, key) ORDER BY cluster, side, id`,
  );
  const clusters: Cluster[] = [];
  cluster.forEach((number, row) => {
    const entry = clusters[number - 1] ?? { books: [], portal: [] };
    clusters[number - 1] = entry;
    entry[side[row] === 0 ? 'books' : 'portal'].push({
      id: id[row] ?? 0,
      day: day[row] ?? 0,
      taxable: taxable[row] ?? 0,
      tax: tax[row] ?? 0,
    });
  });
  return clusters;
};

const findMembers = (target: Member, others: readonly Member[], tolerance: number): Member[] | undefined => {
  const near = others.filter(({ day }) => Math.abs(day - target.day) <= DAYS_BOUND);
  if (near.length < 2) return undefined;
  // One that equals the bill by itself is the bill; the others are something else.
  if (near.some((member) => Math.abs(member.taxable - target.taxable) <= tolerance)) return undefined;
  const result = uniqueSubset(near, target, {
    minimumSize: 2,
    maximumSize: near.length,
    tolerance,
    workBound: SUBSET_WORK_BOUND,
  });
  return result.kind === 'unique' ? result.members.flatMap((at) => near[at] ?? []) : undefined;
};

/**
 * One bill in several vouchers under its number (or number and suffix), or several portal entries of one bill in one voucher:
 * those whose amounts sum to the other side exactly. Runs before the assignment, which could only give the bill to one of them.
 */
export const groupByNumber = async (run: Run): Promise<void> => {
  const tolerance = run.settings.tolerancePaise;
  let stored = 0;
  for (const key of NUMBER_KEYS) {
    const groups: Group[] = [];
    const used = { books: new Set<number>(), portal: new Set<number>() };
    for (const { books, portal } of await readClusters(run, key)) {
      for (const [one, many, oneIsPortal] of [
        [portal, books, true],
        [books, portal, false],
      ] as const)
        for (const target of one) {
          const [usedOne, usedMany] = oneIsPortal ? [used.portal, used.books] : [used.books, used.portal];
          if (usedOne.has(target.id)) continue;
          const members = findMembers(
            target,
            many.filter(({ id }) => !usedMany.has(id)),
            tolerance,
          );
          if (members === undefined) continue;
          usedOne.add(target.id);
          for (const { id } of members) usedMany.add(id);
          const ids = members.map(({ id }) => id);
          groups.push({
            books: oneIsPortal ? ids : [target.id],
            portal: oneIsPortal ? [target.id] : ids,
            basis: key === 'serial' ? 'SERIAL' : 'NUMBER',
          });
        }
    }
    await storeGroups(run, groups, stored + 1);
    stored += groups.length;
  }
};
