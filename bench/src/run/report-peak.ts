/** Preloaded into a measured process: writes its peak resident memory, in bytes, when it ends. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const target = process.env.MILAAN_BENCH_PEAK_FILE;
if (isMainThread && target !== undefined) {
  process.on('exit', () => writeFileSync(target, String(process.resourceUsage().maxRSS * 1024)));
}
