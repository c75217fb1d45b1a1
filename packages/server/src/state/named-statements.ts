import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** Each connection keeps them all, so there must not be many. */
const MOST_NAMES = 200;

const names = new Map<string, string>();

/** Gives a statement a name. Each connection keeps it under its name: Postgres reads and plans it there once. */
export function nameStatement(text: string): void {
  if (names.size < MOST_NAMES && !names.has(text)) names.set(text, `milaan_${names.size}`);
}

type Client = Omit<PostgresPoolClient, 'query'> & {
  query(text: string, values: readonly unknown[]): Promise<unknown>;
};

const naming = (client: pg.PoolClient): Client => ({
  query: (text, values) => client.query({ name: names.get(text), text, values: [...values] }),
  release: () => client.release(),
});

/** The pool as Kysely uses it, which knows nothing of names. */
export function withNamedStatements(pool: pg.Pool): PostgresPool {
  // Kysely remembers what it knows of a connection by its client.
  const clients = new WeakMap<pg.PoolClient, Client>();
  return {
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? naming(client);
      clients.set(client, known);
      return known as PostgresPoolClient; // cursors, its other form of a query, are not used
    },
    end: () => pool.end(),
  };
}
