import pg from 'pg';

export interface PoolSettings {
  readonly databaseUrl?: string | undefined;
  readonly poolSize: number;
  readonly databaseTimeoutMs: number;
}

/** A burst finds the connections of the last one: opening one costs as much as several requests. */
const IDLE_MS = 300_000;

/** Connections of the workflow engine: it polls from time to time, and each step ends with one short statement. */
const ENGINE_POOL_SIZE = 6;

export interface OpenedPool {
  readonly pool: pg.Pool;
  readonly enginePool: () => pg.Pool;
  readonly close: () => Promise<void>;
  /** Drops every connection: whoever waits for an answer hears at once that there will be none. */
  readonly cutOff: () => void;
}

export function openPostgres({ databaseUrl, poolSize, databaseTimeoutMs }: PoolSettings): OpenedPool {
  const connections = new Set<pg.PoolClient>();
  const open = (max: number, name: string) => {
    const pool = new pg.Pool({
      connectionString: databaseUrl,
      max,
      connectionTimeoutMillis: databaseTimeoutMs,
      idleTimeoutMillis: IDLE_MS,
      statement_timeout: databaseTimeoutMs,
      idle_in_transaction_session_timeout: databaseTimeoutMs,
      keepAlive: true,
      application_name: name,
    });
    // A connection that breaks between two queries would otherwise end the process, be it idle or lent: the next query
    // finds out by itself.
    pool.on('error', () => {});
    pool.on('connect', (client) => {
      client.on('error', () => {});
      connections.add(client);
    });
    pool.on('remove', (client) => connections.delete(client));
    return pool;
  };
  const pool = open(poolSize, 'milaan');
  let enginePool: pg.Pool | null = null;
  let ending: Promise<unknown> | null = null;
  const end = () => {
    ending ??= Promise.all([pool.end(), enginePool?.end()]);
    return ending;
  };
  return {
    pool,
    enginePool: () => {
      enginePool ??= open(ENGINE_POOL_SIZE, 'milaan workflows');
      return enginePool;
    },
    close: async () => {
      await end();
    },
    cutOff: () => {
      // First the end, so that nobody connects anew.
      void end();
      for (const client of connections) socketOf(client).destroy();
    },
  };
}

/** A client that waits for a server cannot be ended by the means of its public class: it would wait for its answer. */
const socketOf = (client: pg.PoolClient): { destroy(): void } =>
  (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream; // as pg 8 has it
