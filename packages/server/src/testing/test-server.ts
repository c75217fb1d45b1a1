import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkResponse, codeOf, type ObservedResponse, observe } from '@milaan/contract/conformance';
import { type ClientRequest, type CreatedClient, createClient } from '../clients/create-client.ts';
import { type App, createApp, NOWHERE } from '../http/app.ts';
import {
  createServerContext,
  DEFAULT_LIMITS,
  DEFAULT_OPERATION_SETTINGS,
  type LimitSettings,
} from '../http/create-server-context.ts';
import type { OperationSettings, ServerContext } from '../http/server-context.ts';
import { systemClock } from '../injected/clock.ts';
import { createFakeClock, type FakeClock } from '../injected/fake-clock.ts';
import { createSystemRandomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import { createJobPool } from '../jobs/job-pool.ts';
import { createLog } from '../observe/log.ts';
import { NO_TRACES } from '../observe/traces.ts';
import { createGovtDataSource } from '../providers/govt-data-source.ts';
import { createRequestRecorder } from '../requests/create-request-recorder.ts';
import { openState, type State } from '../state/open-state.ts';
import { openStorage, type StorageSettings } from '../storage/open-storage.ts';
import { createDeliveries } from '../webhooks/create-deliveries.ts';
import { createEndReactions } from '../webhooks/on-ended.ts';
import { openWorkflows } from '../workflows/open-workflows.ts';
import { embeddedTemplate } from './embedded-template.ts';

export interface TestServerOptions {
  readonly databaseUrl?: string | undefined;
  readonly schema?: string;
  /** A state that is open already, when several servers are to share it. */
  readonly state?: State;
  /** Where files are kept; a folder that goes with the server unless said. */
  readonly storage?: StorageSettings;
  /** Hears of every statement that the database is sent, without its values. */
  readonly onStatement?: (sql: string) => void;
  readonly limits?: Partial<LimitSettings>;
  readonly settings?: Partial<OperationSettings>;
  readonly corsOrigins?: readonly string[];
  readonly clock?: FakeClock;
  /** The file of a GST provider; there is none unless said. */
  readonly gstProvider?: string;
  /** Whether what is accepted also runs, by the real clock; otherwise it stays as it was accepted. */
  readonly runsWorkflows?: boolean;
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
  /** Moves the writing of what became of requests, and nothing else: no other test hears of it. */
  readonly recordingClock: FakeClock;
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

const isJson = ({ headers, body }: ObservedResponse): boolean =>
  body !== '' && /^application\/(?:problem\+)?json/.test(headers['content-type'] ?? '');

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
      ...(options.onStatement === undefined ? {} : { onStatement: options.onStatement }),
    }));
  const lines: string[] = [];
  const loopDelay = { lateMs: 0 };
  const randomness = createSystemRandomness();
  const folder = mkdtempSync(join(tmpdir(), 'milaan-objects-'));
  const storage = await openStorage(options.storage ?? { kind: 'folder', folder }, {
    db: state.db,
    baseUrl: () => ORIGIN,
    clock,
    randomness,
  });
  const jobs = createJobPool({ jobs: 2, jobMemoryBytes: 256e6 }, systemClock);
  const createUlid = createUlids(clock, randomness);
  const reactions = createEndReactions(createUlid);
  const recordingClock = createFakeClock();
  const { gstProvider } = options;
  const govtData = gstProvider === undefined ? null : createGovtDataSource(gstProvider, systemClock);
  const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } });
  const requests = createRequestRecorder({
    db: state.db,
    clock: { nowMs: clock.nowMs, sleep: recordingClock.sleep },
    createUlid,
    onFault: (error) => log.onFault(error, null),
  });
  const workDir = mkdtempSync(join(tmpdir(), 'milaan-work-'));
  const settings = { ...DEFAULT_OPERATION_SETTINGS, ...options.settings };
  const allowsPrivate = settings.webhookPrivateAddresses;
  const opened = await openWorkflows(
    { workDir, concurrency: options.runsWorkflows === true ? 4 : null },
    {
      state,
      schema: options.schema ?? 'milaan',
      store: storage.store,
      jobs,
      reactions,
      deliveries: createDeliveries({ db: state.db, clock: systemClock, randomness, allowsPrivate }),
      govtData,
      clock: systemClock,
      createUlid,
      log,
    },
  );
  const server = createServerContext(
    { baseUrl: ORIGIN, ...settings },
    { ...DEFAULT_LIMITS, ...options.limits },
    {
      ...storage,
      ...opened,
      jobs,
      reactions,
      hasGovtDataSource: govtData !== null,
      requests,
      state,
      clock,
      randomness,
      log,
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
    return { ...observed, code, json: isJson(observed) ? JSON.parse(observed.body) : {} };
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
    recordingClock,
    lines,
    loopDelay,
    codes,
    send,
    newClient,
    tokenOf,
    newToken: async (client) => tokenOf(await newClient(client)),
    close: async () => {
      server.metrics.stop();
      await requests.close();
      await server.concurrency.stop().catch(() => {});
      await opened.workflows.close();
      await jobs.close();
      await storage.store.close();
      rmSync(workDir, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
      if (options.state === undefined) await state.close();
    },
  };
}
