import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { LIMITS } from '@milaan/contract';
import { finishWorkflow } from '../state/workflows.ts';
import type { StorageSettings } from '../storage/open-storage.ts';
import { listenLocally } from './listen-locally.ts';
import { newWorkflow } from './new-workflow.ts';
import { createTestServer, type Judged, type TestServer } from './test-server.ts';

const V1 = '/integration/v1';
const PAN = 'ABCDE1234F';
const TRIGGER = `${V1}/maxItc/triggerWorkflow`;
const PRESIGN = `${V1}/generatePreSign/purchase?fileName=register.csv`;
const PERIODS = {
  pullReturnPeriodStart: '042026',
  pullReturnPeriodEnd: '042026',
  reconReturnPeriodStart: '042026',
  reconReturnPeriodEnd: '042026',
};

const trigger = (milaan: TestServer, token: string, args: object = {}, fileList: readonly object[] = []) =>
  milaan.send('POST', TRIGGER, { token, body: { fileList, userInputArgs: { pan: PAN, ...PERIODS, ...args } } });
const newUrl = async (milaan: TestServer, token: string): Promise<string> => {
  const { json } = await milaan.send('GET', PRESIGN, { token, headers: { filecontenttype: 'CSV' } });
  return String(json.preSignedS3Url);
};
const pathOf = (url: string): string => url.slice(url.indexOf('/', url.indexOf('//') + 2));
const altered = (url: string): string => `${pathOf(url).slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`;
const fileOf = (url: string) => [{ s3FileUrl: url, userFileName: 'register.csv' }];

/** A workflow of a new workspace, in the state of `end`, or still waiting. */
async function workflowThat(
  milaan: TestServer,
  end: 'WORKFLOW_COMPLETED' | 'WORKFLOW_FAILED' | null,
  code = 'internal_error',
) {
  const client = await milaan.newClient();
  const workflowId = await newWorkflow(milaan, client);
  if (end !== null) {
    await finishWorkflow(milaan.state.db, workflowId, {
      status: end,
      error:
        end === 'WORKFLOW_FAILED' ? { code: code as 'internal_error', detail: '', param: null, metadata: {} } : null, // a code of the master
      summary: null,
      resultKeys: null,
      fileErrors: [],
      progress: null,
      at: new Date(milaan.clock.nowMs()),
    });
  }
  return { workflowId, token: await milaan.tokenOf(client) };
}

/** The answer to a trigger on a server whose files are in an S3 that behaves as `listener` does. */
async function withS3(listener: RequestListener | null, timeoutMs: number): Promise<Judged> {
  const s3 = createServer(listener ?? undefined);
  const port = await listenLocally(s3);
  if (listener === null) {
    s3.close();
    await once(s3, 'close');
  }
  const storage: StorageSettings = {
    kind: 's3',
    bucket: 'milaan',
    region: 'ap-south-1',
    endpoint: `http://127.0.0.1:${port}`,
    publicEndpoint: undefined,
    pathStyle: true,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    timeoutMs,
  };
  const milaan = await createTestServer({ storage });
  try {
    const token = await milaan.newToken();
    return await trigger(milaan, token, {}, fileOf(await newUrl(milaan, token)));
  } finally {
    await milaan.close();
    s3.closeAllConnections();
    s3.close();
  }
}

/** For each code of the main job something that really makes the server answer with it. */
export const causesOfTasks = (server: () => TestServer) => ({
  resource_missing: async () =>
    server().send('GET', `${V1}/maxItc/workflow/wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V`, { token: await server().newToken() }),
  gstin_invalid: async () => trigger(server(), await server().newToken(), { gstins: ['27ABCDE1234F1ZZ'] }),
  gstin_not_of_pan: async () => trigger(server(), await server().newToken(), { gstins: ['27AAPFU0939F1ZV'] }),
  webhook_url_refused: async () =>
    server().send('POST', `${V1}/webhooks`, { token: await server().newToken(), body: { url: 'https://10.0.0.1/' } }),
  upload_url_expired: async () => {
    const url = await newUrl(server(), await server().newToken());
    server().clock.advance(LIMITS.uploadUrlMs + 1);
    return server().send('PUT', pathOf(url), { body: 'a,b' });
  },
  upload_url_invalid: async () =>
    server().send('PUT', altered(await newUrl(server(), await server().newToken())), { body: 'a,b' }),
  file_url_expired: async () => {
    const { store, clock } = server().server;
    await store.put('results/ws/wf/report.xlsx', Buffer.from('x'));
    const named = { fileName: 'report.xlsx', contentType: 'text/plain' };
    const url = await store.downloadUrl('results/ws/wf/report.xlsx', { expiresAt: new Date(clock.nowMs()), ...named });
    server().clock.advance(1);
    return server().send('GET', pathOf(url));
  },
  file_url_invalid: () => server().send('GET', `${V1}/files/cmVzdWx0cw?expires=1&signature=x`),
  file_not_uploaded: async () => {
    const token = await server().newToken();
    return trigger(server(), token, {}, fileOf(await newUrl(server(), token)));
  },
  govt_data_missing: async () => trigger(server(), await server().newToken()),
  workflow_not_finished: async () => {
    const { workflowId, token } = await workflowThat(server(), null);
    return server().send('GET', `${V1}/maxItc/results/${workflowId}`, { token });
  },
  workflow_failed: async () => {
    const { workflowId, token } = await workflowThat(server(), 'WORKFLOW_FAILED');
    return server().send('GET', `${V1}/maxItc/results/${workflowId}/documents`, { token });
  },
  workflow_cancelled: async () => {
    const { workflowId, token } = await workflowThat(server(), null);
    await server().send('POST', `${V1}/maxItc/workflow/${workflowId}/cancel`, { token });
    return server().send('GET', `${V1}/maxItc/results/${workflowId}`, { token });
  },
  quota_exhausted: async () => {
    const token = await server().newToken();
    const add = () => server().send('POST', `${V1}/webhooks`, { token, body: { url: 'https://erp.company.example/' } });
    for (let i = 0; i < LIMITS.webhooks; i++) await add();
    return add();
  },
  workflow_pending: async () => {
    const { token } = await workflowThat(server(), null);
    return trigger(server(), token, { allowMissingPeriods: true });
  },
  ingestion_pending: async () => {
    const token = await server().newToken();
    const url = await newUrl(server(), token);
    await server().send('PUT', pathOf(url), { body: 'a,b' });
    const body = {
      userInputArgs: { gstins: [], templateId: '60e5613ff71f4a7aeca4336b' },
      fileInfo: { s3FileUrl: url, userFileName: 'register.csv' },
    };
    const ingest = () => server().send('POST', `${V1}/ingest/file/purchase`, { token, body });
    await ingest();
    return ingest();
  },
  task_finished: async () => {
    const { workflowId, token } = await workflowThat(server(), 'WORKFLOW_COMPLETED');
    return server().send('POST', `${V1}/maxItc/workflow/${workflowId}/cancel`, { token });
  },
  queue_full: async () => {
    const own = await createTestServer({
      state: server().state,
      clock: server().clock,
      settings: { tasksPerWorkspace: 0 },
    });
    const judged = await trigger(own, await own.newToken(), { allowMissingPeriods: true });
    await own.close();
    return judged;
  },
  storage_unavailable: () => withS3(null, 1000),
  upstream_invalid_response: () =>
    withS3((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'), 1000),
  upstream_timeout: () => withS3(() => {}, 50),
});
