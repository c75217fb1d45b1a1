import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenLocally } from '../testing/listen-locally.ts';
import { startTestS3, type TestS3 } from '../testing/test-s3.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Settings } from './s3-settings.ts';
import { openS3Store } from './s3-store.ts';
import { ObjectMissing } from './storage-failure.ts';

const MINUTE_MS = 60_000;

let s3: TestS3;
let store: ObjectStore;
beforeAll(async () => {
  s3 = await startTestS3();
  store = await openS3Store(s3.settings, Date.now);
});
afterAll(async () => {
  await store?.close();
  await s3?.stop();
});

const inTenMinutes = () => new Date(Date.now() + 10 * MINUTE_MS);
const put = (url: string | URL, body: string) =>
  fetch(url, { method: 'PUT', body, headers: { 'content-type': 'text/csv' } });

describe('a presigned URL', () => {
  it('takes one file without a token, of whatever type', async () => {
    const url = await store.uploadUrl('uploads/ws_1/upl_1', { expiresAt: inTenMinutes() });
    expect((await put(url, 'a,b\n1,2\n')).status).toBe(200);
    expect((await store.head('uploads/ws_1/upl_1'))?.sizeBytes).toBe(8);
  });

  it('is worth nothing when it was altered', async () => {
    const url = new URL(await store.uploadUrl('uploads/ws_1/upl_2', { expiresAt: inTenMinutes() }));
    const other = new URL(url);
    other.pathname = other.pathname.replace('upl_2', 'upl_3');
    const longer = new URL(url);
    longer.searchParams.set('X-Amz-Expires', '6000');
    for (const altered of [other, longer]) expect((await put(altered, 'x')).status).toBe(403);
    expect(await store.head('uploads/ws_1/upl_2')).toBeNull();
    expect(await store.head('uploads/ws_1/upl_3')).toBeNull();
  });

  it('ends when it was to end', async () => {
    const anHourAgo = await openS3Store(s3.settings, () => Date.now() - 60 * MINUTE_MS);
    const expiresAt = new Date(Date.now() - 50 * MINUTE_MS);
    const url = await anHourAgo.uploadUrl('uploads/ws_1/upl_4', { expiresAt });
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('600');
    expect((await put(url, 'x')).status).toBe(403);
    await anHourAgo.close();
  });

  it('gives a file under the name and type that were signed', async () => {
    await store.put('results/ws_1/wf_1/report.xlsx', Buffer.from('x'));
    const options = {
      expiresAt: inTenMinutes(),
      fileName: 'Report October.xlsx',
      contentType: 'application/vnd.ms-excel',
    };
    const url = await store.downloadUrl('results/ws_1/wf_1/report.xlsx', options);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/vnd.ms-excel');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Report October.xlsx"');
    expect((await fetch(url.replace('ms-excel', 'ms-html'))).status).toBe(403);
    // The S3 server of the tests signs names beyond ASCII in a way of its own, so that one is only looked at.
    const beyond = new URL(await store.downloadUrl('results/a', { ...options, fileName: 'क.xlsx' }));
    expect(beyond.searchParams.get('response-content-disposition')).toContain("filename*=UTF-8''%E0%A4%95.xlsx");
  });

  it('leads to the address that callers see, and is known by either', async () => {
    const publicEndpoint = 'https://files.example';
    const own = await openS3Store({ ...s3.settings, publicEndpoint }, Date.now);
    const url = await own.uploadUrl('uploads/ws_1/upl_5', { expiresAt: inTenMinutes() });
    expect(url).toMatch(/^https:\/\/files\.example\/milaan\/uploads\/ws_1\/upl_5\?/);
    expect(own.keyOfUrl(url)).toBe('uploads/ws_1/upl_5');
    expect(own.keyOfUrl(`${s3.settings.endpoint}/milaan/uploads/ws_1/upl_5`)).toBe('uploads/ws_1/upl_5');
    expect(own.keyOfUrl('https://files.example/other/uploads/ws_1/upl_5')).toBeNull();
    await own.close();
  });

  it('has the bucket in its host where that is asked for', async () => {
    const own = await openS3Store(
      { ...s3.settings, endpoint: undefined, region: 'ap-south-1', pathStyle: false },
      Date.now,
    );
    const url = await own.uploadUrl('uploads/ws_1/upl_6', { expiresAt: inTenMinutes() });
    expect(url).toMatch(/^https:\/\/milaan\.s3\.ap-south-1\.amazonaws\.com\/uploads\/ws_1\/upl_6\?/);
    expect(own.keyOfUrl(url.split('?')[0] ?? '')).toBe('uploads/ws_1/upl_6');
    await own.close();
  });
});

/** A store at a server that answers as it is told. */
async function withServer(
  listener: RequestListener,
  use: (broken: ObjectStore, requests: () => number) => Promise<void>,
  settings: Partial<S3Settings> = {},
): Promise<void> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    listener(request, response);
  });
  const port = await listenLocally(server);
  const broken = await openS3Store({ ...s3.settings, endpoint: `http://127.0.0.1:${port}`, ...settings }, Date.now);
  try {
    await use(broken, () => requests);
  } finally {
    await broken.close();
    server.closeAllConnections();
    server.close();
  }
}

const everything = (broken: ObjectStore): readonly (() => Promise<unknown>)[] => [
  () => broken.put('a', Buffer.from('x')),
  () => broken.read('a'),
  () => broken.head('a'),
  () => broken.delete('a'),
  () => broken.list('a')[Symbol.asyncIterator]().next(),
  () => broken.check(),
];

describe('an S3 server that fails', () => {
  it('by 500 is asked three times, and is then away', () =>
    withServer(
      (_, response) => response.writeHead(500).end('<Error><Code>InternalError</Code></Error>'),
      async (broken, requests) => {
        await expect(broken.head('a')).rejects.toMatchObject({ name: 'StorageUnavailable' });
        expect(requests()).toBe(3);
        for (const ask of everything(broken)) await expect(ask()).rejects.toMatchObject({ name: 'StorageUnavailable' });
      },
    ));

  it('by refusing us is away, and says why to the log alone', () =>
    withServer(
      (_, response) =>
        response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error><Code>AccessDenied</Code></Error>'),
      async (broken) => {
        await expect(broken.read('a')).rejects.toMatchObject({ name: 'StorageUnavailable', code: '403 AccessDenied' });
        for (const ask of everything(broken)) await expect(ask()).rejects.toMatchObject({ name: 'StorageUnavailable' });
      },
    ));

  it('by having no such bucket is away, not empty', () =>
    withServer(
      (_, response) =>
        response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchBucket</Code></Error>'),
      async (broken) => {
        await expect(broken.read('a')).rejects.toMatchObject({ name: 'StorageUnavailable' });
        await expect(broken.check()).rejects.toMatchObject({ name: 'StorageUnavailable' });
      },
    ));

  it('by answering pages of a portal is not understood', () =>
    withServer(
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome<br></body>'),
      async (broken) => {
        await expect(broken.read('a')).rejects.toMatchObject({ name: 'StorageAnswerInvalid' });
        await expect(broken.head('a')).rejects.toMatchObject({ name: 'StorageAnswerInvalid' });
        await expect(broken.put('a', Buffer.from('x'))).rejects.toMatchObject({ name: 'StorageAnswerInvalid' });
        await expect(broken.list('a')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
          problem: { code: 'upstream_invalid_response', status: 502 },
        });
      },
    ));

  it('by not answering is too slow, and not waited for three times', () =>
    withServer(
      () => {},
      async (broken, requests) => {
        await expect(broken.head('a')).rejects.toMatchObject({ problem: { code: 'upstream_timeout', status: 504 } });
        expect(requests()).toBe(1);
        await expect(broken.put('a', Buffer.from('x'))).rejects.toMatchObject({ name: 'StorageTimeout' });
      },
      { timeoutMs: 50 },
    ));

  it('in the middle of an object leaves no half of a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'milaan-cut-'));
    await withServer(
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000', etag: '"x"', 'last-modified': new Date(0).toUTCString() });
        response.write(Buffer.alloc(500), () => response.destroy());
      },
      async (broken) => {
        await expect(broken.getFile('a', join(folder, 'a'))).rejects.toMatchObject({ name: 'StorageUnavailable' });
        expect(readdirSync(folder)).toEqual([]);
        const read = async () => {
          for await (const _ of await broken.read('a'));
        };
        await expect(read()).rejects.toMatchObject({ name: 'StorageUnavailable' });
      },
    );
    rmSync(folder, { recursive: true });
  });

  it('by being nowhere is away', async () => {
    const nowhere = await openS3Store({ ...s3.settings, endpoint: 'http://127.0.0.1:1' }, Date.now);
    for (const ask of everything(nowhere)) {
      await expect(ask()).rejects.toMatchObject({ name: 'StorageUnavailable', code: 'ECONNREFUSED' });
    }
    await nowhere.close();
  });

  it('tells what it lacks from what it cannot do', async () => {
    await expect(store.read('not/there')).rejects.toThrow(ObjectMissing);
    expect(await store.head('not/there')).toBeNull();
  });
});
