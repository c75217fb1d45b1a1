import { join } from 'node:path';
import { type ClientRequest, createClient, readSettings, serverSettings, startServer } from '@milaan/server';
import { describeSetup } from '../serve/describe-setup.ts';
import { MILAAN_VERSION } from '../version.ts';

/** A server of the demo's own, with a client of each kind. */
export interface DemoServer {
  readonly url: string;
  readonly liveSecret: string;
  /** Its client may have every error simulated. */
  readonly sandboxSecret: string;
  stop(): Promise<void>;
}

/** Starts a server whose every file is in `folder`. `port` 0 takes a free one. */
export async function startDemoServer(folder: string, port: number): Promise<DemoServer> {
  const flags = { port: String(port), dataDir: join(folder, 'data'), logLevel: 'silent' };
  const settings = readSettings({ flags, env: {}, file: null });
  const running = await startServer(serverSettings(settings, MILAAN_VERSION)).catch((error: unknown) => {
    throw describeSetup(error, settings);
  });
  const { state, ...makers } = running.server;
  const secretOf = async (mode: ClientRequest['mode']): Promise<string> => {
    const request = { workspace: 'A made-up company', name: `Demo, ${mode}`, mode, pans: null, scopes: null };
    return (await createClient(request, { ...makers, db: state.db })).secret;
  };
  return {
    url: running.url,
    liveSecret: await secretOf('live'),
    sandboxSecret: await secretOf('sandbox'),
    stop: () => running.stop(),
  };
}
