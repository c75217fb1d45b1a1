import { afterAll, beforeAll } from 'vitest';
import { openState, type State } from '../state/open-state.ts';
import { embeddedTemplate } from './embedded-template.ts';
import type { TestDatabase } from './test-databases.ts';

/** A state in Postgres, or in memory where there is no URL. The caller closes it. */
export const openTestState = async (databaseUrl: string | undefined, schema: string): Promise<State> =>
  openState({
    databaseUrl,
    dataDir: 'memory://',
    schema,
    poolSize: 8,
    databaseTimeoutMs: 10_000,
    embeddedTemplate: await embeddedTemplate(),
  });

/** The state of a suite, which opens and closes with it; it is there once a test runs. */
export function stateOfSuite({ canRun, start }: TestDatabase, schema: string): () => State {
  let state: State | undefined;
  let stop = async () => {};
  beforeAll(async () => {
    if (!canRun) return;
    const database = await start();
    stop = database.stop;
    state = await openTestState(database.url, schema);
  });
  afterAll(async () => {
    await state?.close();
    await stop();
  });
  return () => {
    if (state === undefined) throw new Error('The state is open while tests run only.');
    return state;
  };
}
