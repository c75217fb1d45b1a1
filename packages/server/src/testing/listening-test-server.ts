import type { AddressInfo } from 'node:net';
import { listen } from '../node/listen.ts';
import { createTestServer, type TestServer, type TestServerOptions } from './test-server.ts';

export interface ListeningTestServer extends TestServer {
  readonly port: number;
}

/** The whole server on a port of this machine, for what only its sockets show. */
export async function createListeningTestServer(options: TestServerOptions = {}): Promise<ListeningTestServer> {
  const milaan = await createTestServer(options);
  const { http, serve } = await listen({ host: '127.0.0.1', port: 0 });
  serve(milaan.app);
  const { port } = http.address() as AddressInfo; // it listens on a port
  const close = async () => {
    http.closeAllConnections();
    http.close();
    await milaan.close();
  };
  return { ...milaan, port, close };
}
