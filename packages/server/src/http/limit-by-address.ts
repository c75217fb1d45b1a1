import type { Problem } from '@milaan/contract';
import { tooManyRequests } from '../limits/request-limiter.ts';
import type { Exchange } from './exchange.ts';
import type { ServerContext } from './server-context.ts';

/** `rate_limit_requests` when too many came from the address, or null. */
export function limitByAddress(exchange: Exchange, server: ServerContext): Problem | null {
  const { isTaken, state } = server.addressLimiter.take(exchange.address, server.clock.nowMs());
  if (isTaken) return null;
  exchange.limit = state;
  return tooManyRequests(state);
}
