import {
  type ClientRequest,
  createClient,
  type RunningServer,
  readSettings,
  serverSettings,
  startServer,
} from '../../packages/server/src/index.ts';
import { embeddedTemplate } from '../../packages/server/src/testing/embedded-template.ts';

/** The whole server in this process, on a port that the system chooses, with all that it keeps in `dataDir`. */
export async function startServerHere(
  dataDir: string,
  flags: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const said = { port: '0', dataDir, logLevel: 'silent', ...flags };
  const settings = serverSettings(readSettings({ flags: said, env: {}, file: null }), '0.0.0');
  return startServer({
    ...settings,
    state: { ...settings.state, embeddedTemplate: await embeddedTemplate() },
    // The test shares the process, so its own work must not count as the server's load.
    limits: { ...settings.limits, maxLoopDelayMs: Number.POSITIVE_INFINITY },
  });
}

/** A new client of that server, live and for everything unless said. @returns its secret */
export async function newSecret(
  { server: { state, ...makers } }: RunningServer,
  workspace: string,
  options: Partial<ClientRequest> = {},
): Promise<string> {
  const request = { workspace, name: 'ERP', mode: 'live', pans: null, scopes: null, ...options } as const;
  return (await createClient(request, { ...makers, db: state.db })).secret;
}
