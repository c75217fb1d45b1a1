import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// The packages resolve each other from source, so a test never runs against a stale build. The conditions reach Node too,
// where 'import' would make require() load ES modules.
const resolve = { conditions: ['milaan-source', 'node'] };
const ssr = { resolve };

/** What keeps state of its process: the server, its workflow engine, the command. */
const PROCESSES = ['packages/server/src/**/*.test.ts', 'packages/cli/src/**/*.test.ts'];
const PATIENCE = { testTimeout: 30_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // One less, as is usual, would leave half of a small machine idle: much of a test is waiting for other processes.
    maxWorkers: availableParallelism(),
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'bench/src/**/*.test.ts'],
          exclude: PROCESSES,
          // Their modules remember nothing from one file to the next, and loading them again takes as long as the tests.
          isolate: false,
          ...PATIENCE,
        },
      },
      { resolve, ssr, test: { name: 'processes', include: PROCESSES, ...PATIENCE } },
      { resolve, ssr, test: { name: 'house', include: ['test/house/**/*.test.ts'] } },
      {
        resolve,
        ssr,
        test: {
          name: 'cross',
          include: ['test/**/*.test.ts'],
          exclude: ['test/house/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
