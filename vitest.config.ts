import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// The packages resolve each other from source, so a test never runs against a stale build. The conditions reach Node too,
// where 'import' would make require() load ES modules.
const resolve = { conditions: ['milaan-source', 'node'] };
const ssr = { resolve };

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
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
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
