import { type Run, readNumbers } from '../run.ts';
import { explainDifferences } from './explain-differences.ts';
import { findPartsWithin, WINDOWS_DAYS } from './find-parts.ts';
import { type Free, type Pools, readFree, removeFree } from './free-documents.ts';
import { type Group, storeGroups } from './group-store.ts';

/** All free documents of the target's month, where they make it up together: the monthly voucher. */
const findWholeMonth = (target: Free, pool: readonly Free[], tolerance: number): readonly Free[] | undefined => {
  const month = pool.filter((free) => free.month === target.month);
  const sum = (key: 'taxable' | 'tax') => month.reduce((total, free) => total + free[key], 0);
  const fits = Math.abs(sum('taxable') - target.taxable) <= tolerance && Math.abs(sum('tax') - target.tax) <= tolerance;
  return month.length > 1 && fits ? month : undefined;
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
    removeFree(others, parts);
    removeFree(pools[targets], [target]);
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
