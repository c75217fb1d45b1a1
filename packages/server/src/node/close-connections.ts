import type { Server } from 'node:http';

/** Ends the connections: idle ones at once, the others when their answer has left, at the latest after `withinMs`. */
export function closeConnections(server: Server, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), withinMs);
  return closed.finally(() => clearTimeout(timer));
}
