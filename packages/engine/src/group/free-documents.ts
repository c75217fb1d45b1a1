import { type Run, readNumbers } from '../run.ts';

/** A document that may still be a part: `day` counts from 1 July 2017, `month` from year 0; amounts are signed paise. */
export interface Free {
  readonly id: number;
  readonly party: number;
  readonly day: number;
  readonly month: number;
  readonly taxable: number;
  readonly tax: number;
}

/** Free documents of each side by party. */
export interface Pools {
  readonly books: Map<number, Free[]>;
  readonly portal: Map<number, Free[]>;
}

/** Documents that neither a pair nor a group holds; signed amounts in paise. */
export const readFree = async ({ connection }: Run, side: 'books' | 'portal'): Promise<Map<number, Free[]>> => {
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

/** What was used is free no more. */
export const removeFree = (pools: Map<number, Free[]>, taken: readonly Free[]): void => {
  for (const free of taken) {
    const pool = pools.get(free.party);
    if (pool !== undefined)
      pools.set(
        free.party,
        pool.filter(({ id }) => id !== free.id),
      );
  }
};
