import type { Server } from 'node:http';

/** Hosts that are no address to call: every address of the machine. */
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Where a server that listens does so. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return address.port;
}

export const urlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Who listens everywhere is reached by a name. */
export const nameOf = (host: string): string => (WILDCARDS.has(host) ? 'localhost' : host);
