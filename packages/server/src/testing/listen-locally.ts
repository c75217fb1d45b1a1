import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Lets a server listen for this machine alone, on a port that the system chooses. @returns the port */
export async function listenLocally(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // it listens on a port
}
