/** Preloaded into a measured process: writes its peak resident memory and its processor time when it ends. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const target = process.env.MILAAN_BENCH_PEAK_FILE;
if (isMainThread && target !== undefined) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(target, `${maxRSS * 1024} ${(userCPUTime + systemCPUTime) / 1e6}`);
  });
}
