import { ulidTimeMs } from '../injected/ulid.ts';

const PREFIX = 'req_';
const WINDOW_MS = 10_000;

/** When a request came, as its id says. */
export const receivedAtMs = (requestId: string): number => ulidTimeMs(requestId.slice(PREFIX.length));

/** The beginning of the ten seconds in which an id was made. Its block is found by it, whenever it was written. */
export const windowStartOf = (requestId: string): Date => {
  const ms = receivedAtMs(requestId);
  return new Date(ms - (ms % WINDOW_MS));
};
