import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SentRequest, Step } from '../testing/fake-fetch.ts';
import { problemStep } from '../testing/fake-fetch.ts';
import { createTestClient, errorOf } from '../testing/test-client.ts';
import type { ReconcileProgress } from './reconcile.ts';

const workflow = (status: string, error: object | null = null) => ({
  workflowId: 'wf_1',
  pan: 'ABCDE1234F',
  reconType: 'MAX_ITC_2B_PR',
  status,
  error,
  reconStatus: {
    reconResultsFileUrl: 'https://store.test/results',
    reconResultsVendorFileUrl: null,
    reportUrl: 'https://store.test/report',
  },
});

/** A whole service, as short as can be: so many looks at the workflow until it has ended. */
function service(looks: number, end: object = workflow('WORKFLOW_COMPLETED')) {
  let uploads = 0;
  return ({ method, url }: SentRequest): Step => {
    const { pathname } = new URL(url);
    if (pathname.includes('generatePreSign'))
      return { body: { preSignedS3Url: `https://store.test/upload/${++uploads}?s=x` } };
    if (method === 'PUT') return { text: '' };
    if (pathname.endsWith('triggerWorkflow')) return { status: 201, body: workflow('WORKFLOW_CREATED') };
    if (pathname.includes('/workflow/')) {
      const headers = { 'content-type': 'application/json', 'retry-after': '3' };
      return looks-- > 1 ? { headers, body: workflow('WORKFLOW_RECONCILING') } : { body: end };
    }
    if (pathname.includes('/results/')) return { body: workflow('WORKFLOW_COMPLETED') };
    return { text: '{"documentId":"d1"}\n' };
  };
}
const FILES = [
  { name: 'purchases.csv', content: 'a,b' },
  { name: 'gstr2b.json', content: new Blob(['{}']), templateType: 'gstr2b' as const },
];

describe('a whole reconciliation', () => {
  it('is one call', async () => {
    const { milaan, sent, clock } = createTestClient(service(3));
    const progress: ReconcileProgress[] = [];
    const done = await milaan.reconcile(FILES, { pan: 'ABCDE1234F' }, { onProgress: (step) => progress.push(step) });
    expect(done.workflow.status).toBe('WORKFLOW_COMPLETED');
    for await (const line of done.results()) expect(line.documentId).toBe('d1');
    expect(await (await done.report()).text()).toContain('d1');
    const trigger = sent.find(({ url }) => url.endsWith('triggerWorkflow'));
    expect(JSON.parse(String(trigger?.body))).toEqual({
      fileList: [
        { s3FileUrl: expect.stringContaining('store.test/upload'), userFileName: 'purchases.csv' },
        { s3FileUrl: expect.stringContaining('store.test/upload'), userFileName: 'gstr2b.json' },
      ],
      userInputArgs: { pan: 'ABCDE1234F' },
    });
    const puts = sent.filter(({ method }) => method === 'PUT');
    expect(puts.map(({ headers }) => headers.get('content-type')).sort()).toEqual([
      'application/json',
      'application/vnd.ms-excel',
    ]);
    expect(puts.some(({ headers }) => headers.has('x-cleartax-auth-token'))).toBe(false);
    expect(progress.map((step) => (step.stage === 'uploading' ? step.uploaded : step.workflow.status))).toEqual([
      0,
      1,
      2,
      'WORKFLOW_CREATED',
      'WORKFLOW_RECONCILING',
      'WORKFLOW_RECONCILING',
      'WORKFLOW_COMPLETED',
    ]);
    // It looks again when Retry-After says.
    expect(clock.sleeps).toEqual([3000, 3000]);
    expect(clock.timers).toBe(0);
  });

  it('throws why it failed', async () => {
    const error = { code: 'govt_data_missing', detail: 'Government data is missing.', pointer: null, param: null };
    const { milaan } = createTestClient(service(1, workflow('WORKFLOW_FAILED', error)));
    expect(await errorOf(milaan.reconcile([], { pan: 'ABCDE1234F' }))).toMatchObject({
      name: 'RequestFailedError',
      code: 'govt_data_missing',
      status: 402,
      metadata: { workflowId: 'wf_1' },
    });
  });

  it('that takes longer than one waits goes on without us', async () => {
    const { milaan, clock } = createTestClient(service(10_000));
    const startedMs = clock.nowMs();
    const error = await errorOf(milaan.reconcile([], { pan: 'ABCDE1234F' }, { totalTimeoutMs: 60_000 }));
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'deadline_exceeded', operation: 'getWorkflow' });
    expect(clock.nowMs() - startedMs).toBeLessThanOrEqual(60_000);
  });

  it('ends with its signal, while it waits too', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { milaan } = createTestClient(service(10));
    const onProgress = ({ stage }: ReconcileProgress) => stage === 'running' && controller.abort(reason);
    expect(await errorOf(milaan.reconcile([], { pan: 'ABCDE1234F' }, { signal: controller.signal, onProgress }))).toBe(
      reason,
    );
  });

  it('wants to know what a file is', async () => {
    const { milaan, sent } = createTestClient(service(1));
    expect(
      String(await errorOf(milaan.reconcile([{ name: 'purchases', content: '' }], { pan: 'ABCDE1234F' }))),
    ).toContain('contentType');
    expect(sent).toEqual([]);
  });
});

describe('an upload', () => {
  it('gets a new place, once, when the first has expired', async () => {
    let puts = 0;
    const script = service(1);
    const { milaan, sent } = createTestClient((request) =>
      request.method === 'PUT' && ++puts === 1 ? problemStep(401, 'upload_url_expired') : script(request),
    );
    expect(await milaan.upload(new File([gzipSync('x')], 'a.zip'))).toEqual({
      s3FileUrl: 'https://store.test/upload/2?s=x',
      userFileName: 'a.zip',
    });
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT']);
  });

  it('is sent again like any call', async () => {
    let puts = 0;
    const script = service(1);
    const { milaan, sent } = createTestClient((request) =>
      request.method === 'PUT' && ++puts < 3 ? { isDropped: true } : script(request),
    );
    await milaan.upload({ name: 'a.csv', content: 'a' });
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'PUT', 'PUT', 'PUT']);
  });
});
