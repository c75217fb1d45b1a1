import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS, DEFAULT_OPERATION_SETTINGS } from './http/create-server-context.ts';
import { startServer } from './start-server.ts';
import { listenLocally } from './testing/listen-locally.ts';
import { TEST_DATABASES } from './testing/test-databases.ts';

/** A wire to a database that can be made to carry nothing any more, while its connections stay. */
async function wireTo(target: URL) {
  const sockets: Socket[] = [];
  let isFrozen = false;
  const server = createServer((near) => {
    const far = connect({ port: Number(target.port), host: target.hostname });
    for (const socket of [near, far]) sockets.push(socket.on('error', () => socket.destroy()));
    const carry = (from: Socket, to: Socket) => {
      from.on('data', (bytes) => isFrozen || to.write(bytes));
      from.on('close', () => to.destroy());
    };
    carry(near, far);
    carry(far, near);
  });
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(await listenLocally(server));
  return {
    url: url.href,
    freeze: () => {
      isFrozen = true;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const { canRun, start } = TEST_DATABASES[1] ?? { canRun: false, start: async () => ({ url: undefined, stop() {} }) };

// Without Postgres on the machine it is skipped, except in CI, where it must be there.
it.skipIf(!canRun)(
  'a server that is told to end ends, although its database hangs',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'milaan-hung-'));
    const database = await start();
    const wire = await wireTo(new URL(String(database.url)));
    const lines: string[] = [];
    const running = await startServer({
      listen: { host: '127.0.0.1', port: 0 },
      baseUrl: 'https://milaan.test',
      operations: DEFAULT_OPERATION_SETTINGS,
      state: { databaseUrl: wire.url, dataDir: folder, schema: 'milaan_hung', poolSize: 2, databaseTimeoutMs: 2000 },
      storage: { kind: 'folder', folder },
      limits: DEFAULT_LIMITS,
      corsOrigins: [],
      log: { level: 'info', destination: { write: (line) => lines.push(line) } },
      traces: { otlpEndpoint: null, version: 'test' },
      drainMs: 100,
      drainNoticeMs: 0,
      closeMs: 300,
      jobs: { jobs: 1, jobMemoryBytes: 256e6 },
      workflows: { workDir: join(folder, 'work'), concurrency: 2 },
    });
    wire.freeze();
    await running.stop();
    expect(lines.join('')).toContain('database cut off');
    await wire.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  },
  60_000,
);
