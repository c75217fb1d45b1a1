import { afterAll, beforeAll, describe, it } from 'vitest';
import { TEST_DATABASES } from './test-databases.ts';
import { createTestServer, type TestServer, type TestServerOptions } from './test-server.ts';

/** Runs a suite on the embedded database and on Postgres; `server()` is there once a test runs. */
export function onBothDatabases(
  name: string,
  suite: (server: () => TestServer, test: ReturnType<typeof it.skipIf>) => void,
  options: TestServerOptions = {},
): void {
  describe.each(TEST_DATABASES)(`${name}, on $name`, ({ canRun, start }) => {
    let milaan: TestServer;
    let stop = async () => {};
    beforeAll(async () => {
      if (!canRun) return;
      const database = await start();
      stop = database.stop;
      milaan = await createTestServer({ ...options, databaseUrl: database.url });
    });
    afterAll(async () => {
      await milaan?.close();
      await stop();
    });
    // Without Postgres on the machine its half is skipped, except in CI, where it must be there.
    suite(() => milaan, it.skipIf(!canRun));
  });
}
