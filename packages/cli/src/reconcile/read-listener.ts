import type { ReadListener, ReadProgress } from '@milaan/pipeline';
import type { Progress } from '../terminal/progress.ts';

const fractionOf = ({ bytes, totalBytes }: ReadProgress): { fraction?: number } =>
  totalBytes > 0 ? { fraction: Math.min(bytes / totalBytes, 1) } : {};

/** Shows the reading of both sides as stages of the run. */
export const createReadListener = (progress: Progress): ReadListener => ({
  onProgress: (side, read) => progress.update(side, { done: read.rows, ...fractionOf(read) }),
  onRead: (side, rows) => progress.finish(side, rows),
  onPutOff: (side) => progress.discard(side),
});
