import { connect, createServer, type Socket } from 'node:net';
import { listenLocally } from '../../packages/server/src/testing/listen-locally.ts';

/** A wire to a service that can be cut, and made slow. */
export interface FaultyWire {
  readonly port: number;
  /** Connections break, and no new one is accepted, until it is mended. */
  cut(): void;
  mend(): void;
  /** Every piece that comes back waits for so long. */
  delay(ms: number): void;
  close(): Promise<void>;
}

export async function createFaultyWire(targetPort: number): Promise<FaultyWire> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (isCut) return near.resetAndDestroy();
    const far = connect({ port: targetPort, host: '127.0.0.1' });
    keep(far);
    near.pipe(far);
    far.on('data', (bytes) => {
      if (delayMs === 0) return void near.write(bytes);
      far.pause();
      setTimeout(() => {
        near.write(bytes);
        far.resume();
      }, delayMs);
    });
    far.once('close', () => near.destroy());
    near.once('close', () => far.destroy());
  });
  const port = await listenLocally(server);
  return {
    port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    mend() {
      isCut = false;
    },
    delay(ms) {
      delayMs = ms;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
