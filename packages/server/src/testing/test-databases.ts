import { hasPostgres, startTestPostgres } from './test-postgres.ts';

/** A kind of database that a suite runs on. */
export interface TestDatabase {
  readonly name: string;
  /** False where it is not installed. Where CI runs it must be, so there it is never false. */
  readonly canRun: boolean;
  /** Starts it; `url` is undefined for the embedded one. */
  readonly start: () => Promise<{ readonly url: string | undefined; readonly stop: () => Promise<void> }>;
}

/** Both kinds. Every suite about state runs on both. */
export const TEST_DATABASES: readonly TestDatabase[] = [
  { name: 'embedded PGlite', canRun: true, start: async () => ({ url: undefined, stop: async () => {} }) },
  { name: 'Postgres', canRun: hasPostgres() || process.env.CI !== undefined, start: startTestPostgres },
];
