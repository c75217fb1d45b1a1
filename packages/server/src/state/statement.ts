import { type Compilable, type CompiledQuery, type KyselyPlugin, WithSchemaPlugin } from 'kysely';
import { nameStatement } from './named-statements.ts';
import type { StateDatabase } from './open-state.ts';

/** By its plugin for the schema a database is told apart from others: its transactions have the same one. */
function schemaOf(db: StateDatabase): KyselyPlugin {
  const found = db.getExecutor().plugins.find((plugin) => plugin instanceof WithSchemaPlugin);
  if (found === undefined) throw new Error('A database without a schema of its own.');
  return found;
}

/** Stands for a value while a statement is built. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

const slotsFor = <Of extends object>(values: Of): Of =>
  // Whoever builds a statement hands its values on and looks at none.
  Object.fromEntries(Object.keys(values).map((name) => [name, new Slot(name)])) as unknown as Of;

export type Statement<Of, Row> = (db: StateDatabase, values: Of) => Promise<readonly Row[]>;

/**
 * A statement that every request runs: Kysely builds and compiles it once for a schema, which costs as much as asking the
 * database, and then only fills in its values; so does each connection of Postgres. `build` is given a slot in place of each value, to hand on as it is.
 */
export function statement<Of extends object, Row>(
  build: (db: StateDatabase, slots: Of) => Compilable<Row>,
): Statement<Of, Row> {
  const compiled = new WeakMap<KyselyPlugin, CompiledQuery<Row>>();
  const compiledFor = (db: StateDatabase, values: Of): CompiledQuery<Row> => {
    const schema = schemaOf(db);
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const query = build(db, slotsFor(values)).compile();
    compiled.set(schema, query);
    nameStatement(query.sql);
    return query;
  };
  return async (db, values) => {
    const query = compiledFor(db, values);
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof Slot ? Reflect.get(values, parameter.name) : parameter,
    );
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
