import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { OWN, registerOf } from '../../packages/server/src/jobs/testing/job-folder.ts';
import { createTestFolder } from '../support/folders.ts';
import { ROOT } from '../support/milaan-process.ts';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A server in small: a pool that has run one job and keeps its process. Prints the pid of that. */
const program = (path: string, outFolder: string): string => `
  const { createJobPool } = await import(${JSON.stringify(pathToFileURL(join(ROOT, 'packages/server/dist/jobs/job-pool.js')))});
  const { systemClock } = await import(${JSON.stringify(pathToFileURL(join(ROOT, 'packages/server/dist/injected/clock.js')))});
  const pool = createJobPool({ jobs: 1, jobMemoryBytes: 1e9 }, systemClock);
  const input = { fileName: 'x', gstins: null, pan: null, ...${JSON.stringify({ path, outFolder })}, ...pool.budget };
  await pool.run('ingestFile', input);
  process.stdout.write(pool.pids.join());
  setInterval(() => {}, 1000);`;

it('a job process does not outlive a server that was killed', async () => {
  const folder = createTestFolder();
  const path = join(folder, 'register');
  const outFolder = join(folder, 'out');
  writeFileSync(path, registerOf([['A/1', '01-10-2026', OWN, 100]]));
  mkdirSync(outFolder);
  const server = spawn(process.execPath, ['--input-type=module', '-e', program(path, outFolder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const [printed] = await once(server.stdout, 'data');
  const pid = Number(String(printed));
  expect(isAlive(pid)).toBe(true);
  server.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 30_000 });
});
