import { checkResponse, codeOf, type ObservedResponse, observe } from '@milaan/contract/testing';
import { type ClientRequest, type CreatedClient, createClient } from '../clients/create-client.ts';
import { type App, createApp, NOWHERE } from '../http/app.ts';
import {
  createServerContext,
  DEFAULT_LIMITS,
  DEFAULT_OPERATION_SETTINGS,
  type LimitSettings,
} from '../http/create-server-context.ts';
import type { OperationSettings, ServerContext } from '../http/server-context.ts';
import { createFakeClock, type FakeClock } from '../injected/fake-clock.ts';
import { createSystemRandomness } from '../injected/randomness.ts';
import { createLog } from '../observe/log.ts';
import { NO_TRACES } from '../observe/traces.ts';
import { openState, type State } from '../state/open-state.ts';
import { embeddedTemplate } from './embedded-template.ts';

export interface TestServerOptions {
  readonly databaseUrl?: string | undefined;
  readonly schema?: string;
  /** A state that is open already, when several servers are to share it. */
  readonly state?: State;
  readonly limits?: Partial<LimitSettings>;
  readonly settings?: Partial<OperationSettings>;
  readonly corsOrigins?: readonly string[];
  readonly clock?: FakeClock;
}

/** A response that has been judged by the contract. */
export interface Judged extends ObservedResponse {
  readonly code: string | null;
  readonly json: Record<string, unknown>;
}

export interface TestServer {
  readonly app: App;
  readonly server: ServerContext;
  readonly state: State;
  readonly clock: FakeClock;
  /** Every line of the log. */
  readonly lines: string[];
  /** How late the event loop is said to be. */
  readonly loopDelay: { lateMs: number };
  /** Every code that any answer carried. */
  readonly codes: Set<string>;
  send(method: string, path: string, options?: SendOptions): Promise<Judged>;
  newClient(options?: Partial<ClientRequest>): Promise<CreatedClient>;
  tokenOf(client: { readonly secret: string }): Promise<string>;
  /** A client and its token in one step. */
  newToken(options?: Partial<ClientRequest>): Promise<string>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is text or bytes already. */
  readonly body?: unknown;
  readonly address?: string;
}

const ORIGIN = 'http://milaan.test';

const bodyOf = (body: unknown): string | Buffer =>
  typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);

let workspaces = 0;

/** The whole server without a port: real state, a clock that the test moves. Every answer is judged by the contract. */
export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const clock = options.clock ?? createFakeClock();
  const state =
    options.state ??
    (await openState({
      databaseUrl: options.databaseUrl,
      dataDir: 'memory://',
      schema: options.schema ?? 'milaan',
      poolSize: 8,
      databaseTimeoutMs: 10_000,
      embeddedTemplate: await embeddedTemplate(),
    }));
  const lines: string[] = [];
  const loopDelay = { lateMs: 0 };
  const randomness = createSystemRandomness();
  const server = createServerContext(
    { baseUrl: ORIGIN, ...DEFAULT_OPERATION_SETTINGS, ...options.settings },
    { ...DEFAULT_LIMITS, ...options.limits },
    {
      state,
      clock,
      randomness,
      log: createLog({ level: 'info', destination: { write: (line) => lines.push(line) } }),
      traces: NO_TRACES,
      loopDelay,
    },
  );
  const app = createApp(server, options.corsOrigins ?? []);
  const codes = new Set<string>();

  const judge = async (method: string, path: string, response: Response): Promise<Judged> => {
    const observed = await observe(response);
    const wrong = checkResponse({ method, path }, observed);
    if (wrong.length > 0) throw new Error(`${method} ${path} was answered against the contract: ${wrong.join('; ')}`);
    const code = codeOf(observed);
    if (code !== null) codes.add(code);
    return { ...observed, code, json: observed.body === '' ? {} : JSON.parse(observed.body) };
  };

  const send: TestServer['send'] = async (method, path, { token, headers = {}, body, address } = {}) => {
    const request = new Request(`${ORIGIN}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { 'x-cleartax-auth-token': token }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: bodyOf(body) }),
    });
    const arrival = address === undefined ? NOWHERE : { ...NOWHERE, address };
    return judge(method, path, await app.fetch(request, arrival));
  };

  const newClient: TestServer['newClient'] = (client) =>
    createClient(
      { workspace: `workspace ${++workspaces}`, name: 'SAP', mode: 'live', pans: null, scopes: null, ...client },
      { ...server, db: state.db },
    );
  const tokenOf: TestServer['tokenOf'] = async ({ secret }) => {
    const { json } = await send('GET', '/integration/v1/authz/token', { headers: { 'x-clear-client-secret': secret } });
    return String(json.access_token);
  };
  return {
    app,
    server,
    state,
    clock,
    lines,
    loopDelay,
    codes,
    send,
    newClient,
    tokenOf,
    newToken: async (client) => tokenOf(await newClient(client)),
    close: async () => {
      server.metrics.stop();
      await server.concurrency.stop().catch(() => {});
      if (options.state === undefined) await state.close();
    },
  };
}
