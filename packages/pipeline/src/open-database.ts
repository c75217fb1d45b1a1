import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface Database {
  /** For the register, the engine and the reports. */
  readonly main: DuckDBConnection;
  /** For the portal files, so that both sides are read at the same time. */
  readonly second: DuckDBConnection;
  close(): void;
}

export interface DatabaseSettings {
  readonly threads: number;
  readonly memoryBytes: number;
  readonly tempFolder: string;
}

/** Where the portal reader works. */
export const PORTAL_SCHEMA = 'portal_side';

const INTERRUPT_EVERY_MS = 50;

/**
 * A database in memory that spills into `tempFolder` beyond `memoryBytes`, and that never reaches for the network.
 * An abort interrupts whatever query is running, and every one that starts after it.
 */
export async function openDatabase(settings: DatabaseSettings, signal: AbortSignal): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(settings.threads),
    memory_limit: `${settings.memoryBytes}B`,
    temp_directory: settings.tempFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const main = await instance.connect();
  const second = await instance.connect();
  // Each side works in a schema of its own, so that neither can touch the other's tables while both are read.
  await second.run(`CREATE SCHEMA ${PORTAL_SCHEMA}`);
  await second.run(`SET schema = '${PORTAL_SCHEMA}'`);

  let interrupting: NodeJS.Timeout | undefined;
  const interrupt = () => {
    main.interrupt();
    second.interrupt();
  };
  const onAbort = () => {
    interrupt();
    interrupting = setInterval(interrupt, INTERRUPT_EVERY_MS);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();

  return {
    main,
    second,
    close: () => {
      signal.removeEventListener('abort', onAbort);
      clearInterval(interrupting);
      main.closeSync();
      second.closeSync();
      instance.closeSync();
    },
  };
}
