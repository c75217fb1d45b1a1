import type { Insertable } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import { type Statement, statement } from './statement.ts';
import type { StateTables } from './tables.ts';

/** Rows by their tables. Those of one table have the same members. */
export type RowsByTable = { readonly [Table in keyof StateTables]?: readonly Insertable<StateTables[Table]>[] };

type Row = Readonly<Record<string, unknown>>;
type List = readonly [table: keyof StateTables, rows: readonly Row[]];
type QueryCreator = Pick<StateDatabase, 'insertInto' | 'with'>;

/** Requests bring nearly always the same few tables with one row or two. */
const MOST_KEPT = 64;

const kept = new Map<string, Statement<Row, unknown>>();

const nameOf = (table: string, index: number, column: string) => `${table}.${index}.${column}`;

/** The values of all rows, each by its place. */
const valuesOf = (lists: readonly List[]): Row =>
  Object.fromEntries(
    lists.flatMap(([table, rows]) =>
      rows.flatMap((row, index) =>
        Object.entries(row).map(([column, value]) => [nameOf(table, index, column), value] as const),
      ),
    ),
  );

function build(db: QueryCreator, lists: readonly List[], slots: Row) {
  const insertion = (creator: QueryCreator, [table, rows]: List) =>
    creator.insertInto(table).values(
      rows.map((row, index) =>
        Object.fromEntries(Object.keys(row).map((column) => [column, slots[nameOf(table, index, column)]])),
      ) as never, // which members a row of the table has, the types of `insertTogether` have said
    );
  const [last, ...others] = lists;
  if (last === undefined) throw new Error('There is nothing to insert.');
  const together = others.reduce<QueryCreator>(
    (creator, list) => creator.with(`${list[0]}Rows`, (inner) => insertion(inner, list)),
    db,
  );
  return insertion(together, last);
}

/** Inserts rows into several tables in one statement: afterwards all of them are there, or none. */
export async function insertTogether(db: StateDatabase, rowsByTable: RowsByTable): Promise<void> {
  const lists = Object.entries(rowsByTable).filter(([, rows]) => rows.length > 0) as unknown as readonly List[];
  if (lists.length === 0) return;
  const values = valuesOf(lists);
  const shape = Object.keys(values).join();
  const insertion = kept.get(shape) ?? statement((database, slots: Row) => build(database, lists, slots));
  if (kept.size < MOST_KEPT) kept.set(shape, insertion);
  await insertion(db, values);
}
