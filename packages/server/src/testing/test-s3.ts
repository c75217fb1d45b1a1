import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Settings } from '../storage/s3-settings.ts';

/** The parts of the S3 server that are used here. */
interface S3Server {
  /** Koa's. */
  readonly middleware: ((
    context: { readonly path: string; app: object },
    next: () => Promise<void>,
  ) => Promise<void>)[];
  readonly httpServer: Server;
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}

// The package has no types of its own.
const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (options: object) => S3Server;

export interface TestS3 {
  readonly settings: S3Settings;
  stop(): Promise<void>;
}

const BUCKET = 'milaan';

/** An S3 server of its own for one test file, in a folder that goes with it. It checks signatures as S3 does. */
export async function startTestS3(): Promise<TestS3> {
  const directory = mkdtempSync(join(tmpdir(), 'milaan-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: BUCKET }],
  });
  // It reads the path of a bucket without the slash that the SDK signs: those requests alone are let through as they are.
  server.middleware.unshift((context, next) => {
    if (context.path === `/${BUCKET}/`) {
      context.app = Object.create(context.app, { allowMismatchedSignatures: { value: true } });
    }
    return next();
  });
  const { port } = await server.run();
  return {
    settings: {
      bucket: BUCKET,
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      publicEndpoint: undefined,
      pathStyle: true,
      // The one user that the server knows.
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      timeoutMs: 5000,
    },
    stop: async () => {
      server.httpServer.closeAllConnections();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
