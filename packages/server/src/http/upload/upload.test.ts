import { randomBytes } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@milaan/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { replaceSigningKey } from '../../state/signing-keys.ts';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';
import { uploadKey } from './create-upload-url.ts';

const GENERATE = '/integration/v1/generatePreSign/purchase?fileName=register.csv';
const ORIGIN = 'http://milaan.test';
const CSV = { filecontenttype: 'CSV' };
const TEXT = 'Document Number,Document Date\n1,01-10-2026\n';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let milaan: TestServer;
let token: string;
beforeAll(async () => {
  milaan = await createTestServer({ settings: { tokenLifetimeMs: null } });
  token = await milaan.newToken();
});
afterAll(() => milaan.close());

async function newUrl(path = GENERATE, headers: Record<string, string> = CSV): Promise<string> {
  const { json } = await milaan.send('GET', path, { token, headers });
  return String(json.preSignedS3Url);
}
const pathOf = (url: string) => url.slice(ORIGIN.length);
const put = (url: string, body: unknown = TEXT, headers: Record<string, string> = {}) =>
  milaan.send('PUT', pathOf(url), { body, headers: { 'content-type': 'text/csv', ...headers } });
/** Sends a body as it comes, without a length. */
async function putStream(url: string, pieces: AsyncIterable<Uint8Array>) {
  const request = new Request(url, { method: 'PUT', body: ReadableStream.from(pieces), duplex: 'half' } as RequestInit); // `duplex` is missing in the types
  const response = await milaan.app.fetch(request);
  return { status: response.status, code: ((await response.json()) as { code?: string }).code };
}
const keyOf = (url: string) => milaan.server.store.keyOfUrl(url) ?? '';
const sizeOf = async (url: string) => (await milaan.server.store.head(keyOf(url)))?.sizeBytes;
async function drafts(): Promise<number> {
  let count = 0;
  for await (const _ of milaan.server.store.list('uploads/')) count++;
  return count;
}

describe('an upload', () => {
  it('goes where its URL says, once it has been asked for', async () => {
    const answer = await milaan.send('GET', GENERATE, { token, headers: CSV });
    expect(answer).toMatchObject({ status: 200, json: { status: 'CREATED', errorCode: null, errorMessage: null } });
    const url = String(answer.json.preSignedS3Url);
    expect(await sizeOf(url)).toBeUndefined();
    expect(await put(url)).toMatchObject({ status: 200, json: { status: 'UPLOADED', sizeBytes: TEXT.length } });
    expect(await sizeOf(url)).toBe(TEXT.length);
    const row = await milaan.state.db.selectFrom('upload').selectAll().where('objectKey', '=', keyOf(url)).execute();
    expect(row).toMatchObject([{ templateType: 'purchase', contentType: 'CSV', fileName: 'register.csv' }]);
    expect(keyOf(url)).toBe(uploadKey(String(row[0]?.workspaceId), String(row[0]?.id)));
  });

  it('may be of any content type, or of none, as connectors differ', async () => {
    for (const type of ['text/csv', SPREADSHEET, 'application/vnd.ms-excel', 'application/octet-stream', 'a/b; c=d']) {
      expect((await put(await newUrl(), TEXT, { 'content-type': type })).status).toBe(200);
    }
    const url = await newUrl();
    const bare = new Request(url, { method: 'PUT', body: Buffer.from(TEXT) });
    bare.headers.delete('content-type');
    expect((await milaan.app.fetch(bare)).status).toBe(200);
  });

  it('for each kind of file, of a name of any script', async () => {
    for (const [template, type] of [
      ['purchase', 'XLSX'],
      ['purchase', 'XLS'],
      ['gstr2b', 'JSON'],
      ['gstr2a', 'ZIP'],
    ]) {
      const path = `/integration/v1/generatePreSign/${template}?fileName=${encodeURIComponent('क्रय ../..\\"%00.xlsx')}`;
      const url = await newUrl(path, { filecontenttype: String(type) });
      expect(keyOf(url)).toMatch(/^uploads\/ws_[0-9A-Z]{26}\/upl_[0-9A-Z]{26}$/);
    }
    const tooLong = `/integration/v1/generatePreSign/purchase?fileName=${'x'.repeat(1501)}`;
    const wrong = [
      await milaan.send('GET', tooLong, { token, headers: CSV }),
      await milaan.send('GET', GENERATE.replace('purchase', 'sales'), { token, headers: CSV }),
      await milaan.send('GET', GENERATE, { token, headers: { filecontenttype: 'PDF' } }),
      await milaan.send('GET', GENERATE, { token }),
    ];
    expect(wrong.map(({ code }) => code)).toEqual([
      'parameter_invalid',
      'parameter_invalid',
      'parameter_invalid',
      'parameter_missing',
    ]);
  });

  it('is whole, and the last of several stays', async () => {
    const url = await newUrl();
    const bodies = Array.from({ length: 8 }, (_, i) => Buffer.alloc(200_000, i));
    const answers = await Promise.all(bodies.map((body) => put(url, body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
    const values = new Set<number>();
    for await (const chunk of await milaan.server.store.read(keyOf(url))) for (const value of chunk) values.add(value);
    expect(values.size).toBe(1);
    await put(url, 'the last');
    expect(await sizeOf(url)).toBe(8);
  });

  it('of nothing is refused, and replaces nothing', async () => {
    const url = await newUrl();
    await put(url);
    const nothing = await milaan.send('PUT', pathOf(url));
    expect(nothing).toMatchObject({ code: 'parameter_missing', json: { param: 'body' } });
    expect((await put(url, '')).code).toBe('parameter_missing');
    async function* empty() {
      yield Buffer.alloc(0);
    }
    expect((await putStream(url, empty())).code).toBe('parameter_missing');
    expect(await sizeOf(url)).toBe(TEXT.length);
  });

  it('that is announced too large is refused before it is read', async () => {
    const url = await newUrl();
    let isRead = false;
    async function* body() {
      isRead = true;
      yield Buffer.from(TEXT);
    }
    const headers = { 'content-length': String(LIMITS.uploadBytes + 1) };
    const init = {
      method: 'PUT',
      headers,
      body: ReadableStream.from(body()),
      duplex: 'half',
    };
    const response = await milaan.app.fetch(new Request(url, init as RequestInit)); // `duplex` is missing in the types
    expect(await response.json()).toMatchObject({
      code: 'body_too_large',
      metadata: { limitBytes: LIMITS.uploadBytes },
    });
    expect(isRead).toBe(false);
  });

  it('in a content encoding is refused: nobody would undo it', async () => {
    expect((await put(await newUrl(), TEXT, { 'content-encoding': 'gzip' })).code).toBe('media_type_unsupported');
  });

  it('that breaks off leaves nothing', async () => {
    const url = await newUrl();
    async function* broken() {
      yield randomBytes(100_000);
      throw new Error('the client went away');
    }
    const before = await drafts();
    expect(await putStream(url, broken())).toEqual({ status: 400, code: 'request_malformed' });
    expect(await sizeOf(url)).toBeUndefined();
    expect(await drafts()).toBe(before);
  });

  it('of which nothing comes for 30 s is given up, and one that flows goes on for longer', async () => {
    const [still, flowing] = [await newUrl(), await newUrl()];
    let ask = () => {};
    async function* stops() {
      yield Buffer.from('something');
      await new Promise<void>((resolve) => (ask = resolve));
    }
    const stalled = putStream(still, stops());
    await expect.poll(() => milaan.clock.sleepers).toBeGreaterThan(0);
    milaan.clock.advance(LIMITS.uploadIdleMs);
    expect(await stalled).toEqual({ status: 400, code: 'request_malformed' });
    expect(await sizeOf(still)).toBeUndefined();
    ask();
    async function* flows() {
      for (let i = 0; i < 10; i++) {
        milaan.clock.advance(LIMITS.uploadIdleMs - 1);
        yield Buffer.from('something');
      }
    }
    expect((await putStream(flowing, flows())).status).toBe(200);
    async function* endless() {
      for (;;) {
        milaan.clock.advance(LIMITS.uploadIdleMs - 1);
        yield Buffer.from('x');
      }
    }
    milaan.clock.advance(-10 * LIMITS.uploadIdleMs);
    expect(await putStream(await newUrl(), endless())).toEqual({ status: 400, code: 'request_malformed' });
  });

  it('may be asked about by HEAD and OPTIONS as any other path', async () => {
    const path = pathOf(await newUrl());
    const options = await milaan.send('OPTIONS', path);
    expect(options).toMatchObject({ status: 200, headers: { allow: 'PUT, OPTIONS' } });
    for (const method of ['GET', 'POST', 'DELETE', 'PATCH']) {
      expect((await milaan.send(method, path)).code).toBe('method_not_allowed');
    }
  });
});

describe('the permission', () => {
  const altered: readonly (readonly [string, (url: URL) => void])[] = [
    ['without a query', (url) => (url.search = '')],
    ['without a signature', (url) => url.searchParams.delete('signature')],
    ['without an end', (url) => url.searchParams.delete('expires')],
    ['with a later end', (url) => url.searchParams.set('expires', String(Number(url.searchParams.get('expires')) + 1))],
    ['with an end that is no number', (url) => url.searchParams.set('expires', '1e12')],
    ['with an end of another writing', (url) => url.searchParams.set('expires', `0${url.searchParams.get('expires')}`)],
    ['with an empty signature', (url) => url.searchParams.set('signature', '')],
    [
      'with a cut signature',
      (url) => url.searchParams.set('signature', String(url.searchParams.get('signature')).slice(0, -1)),
    ],
    [
      'with another key id',
      (url) =>
        url.searchParams.set('signature', `${'0'.repeat(26)}.${String(url.searchParams.get('signature')).slice(27)}`),
    ],
    [
      'with a signature of zeros',
      (url) =>
        url.searchParams.set('signature', `${String(url.searchParams.get('signature')).slice(0, 27)}${'A'.repeat(43)}`),
    ],
    ['with a parameter that was added', (url) => url.searchParams.set('more', '1')],
    ['with a parameter twice', (url) => url.searchParams.append('expires', '1')],
    ['as it stands in a page', (url) => (url.search = url.search.replaceAll('&', '&amp;'))],
    ['for another object', (url) => (url.pathname = url.pathname.replace(/.$/, (last) => (last === '0' ? '1' : '0')))],
    ['for no object', (url) => (url.pathname = '/integration/v1/upload/..%2f..%2fetc%2fpasswd')],
    ['for a hidden object', (url) => (url.pathname = '/integration/v1/upload/.drafts~x')],
    ['for a result', (url) => (url.pathname = url.pathname.replace('uploads', 'results'))],
  ];
  it.each(altered)('%s is none', async (_, alter) => {
    const url = new URL(await newUrl());
    alter(url);
    expect((await put(url.href)).code).toBe('upload_url_invalid');
    expect((await milaan.server.store.head(keyOf(url.href) || 'none')) ?? null).toBeNull();
  });

  it('of one use is none for the other', async () => {
    const upload = new URL(await newUrl());
    const expiresAt = new Date(milaan.clock.nowMs() + 1000);
    const download = new URL(
      await milaan.server.store.downloadUrl(keyOf(upload.href), { expiresAt, fileName: '', contentType: '' }),
    );
    const asUpload = `${upload.origin}${upload.pathname}?expires=${download.searchParams.get('expires')}&signature=${download.searchParams.get('signature')}`;
    expect((await put(asUpload)).code).toBe('upload_url_invalid');
    const asDownload = `/integration/v1/files/${upload.pathname.split('/').at(-1)}${upload.search}&name=&type=`;
    expect((await milaan.send('GET', asDownload)).code).toBe('file_url_invalid');
  });

  it('ends after ten minutes, and says so only to its holder', async () => {
    const url = await newUrl();
    const forged = new URL(url);
    forged.searchParams.set('expires', String(Number(forged.searchParams.get('expires')) - 1));
    milaan.clock.advance(LIMITS.uploadUrlMs - 1000);
    expect((await put(url)).status).toBe(200);
    milaan.clock.advance(1000);
    const expired = await put(url);
    expect(expired).toMatchObject({
      status: 401,
      code: 'upload_url_expired',
      headers: { 'www-authenticate': expect.stringContaining('SignedUrl') },
    });
    expect((await put(forged.href)).code).toBe('upload_url_invalid');
  });

  it('of another installation is none, and one of a retired key is good for as long as any may live', async () => {
    const other = await createTestServer({ clock: milaan.clock });
    const foreign = await other.send('GET', GENERATE, { token: await other.newToken(), headers: CSV });
    expect((await put(String(foreign.json.preSignedS3Url))).code).toBe('upload_url_invalid');
    await other.close();

    const url = await newUrl();
    const secret = randomBytes(32);
    const createdAt = new Date(milaan.clock.nowMs());
    await replaceSigningKey(milaan.state.db, { id: milaan.server.createUlid(), secret, createdAt });
    milaan.clock.advance(60_000);
    const idOf = (text: string) => new URL(text).searchParams.get('signature')?.slice(0, 26);
    // Who signs does not wait for the look whether the key is still in force.
    const younger = await vi.waitUntil(async () => {
      const made = await newUrl();
      return idOf(made) === idOf(url) ? null : made;
    });
    expect((await put(url)).status).toBe(200);
    expect((await put(younger)).status).toBe(200);
    const long = await milaan.server.store.uploadUrl('uploads/a/b', { expiresAt: new Date(Date.UTC(2099, 0)) });
    await replaceSigningKey(milaan.state.db, {
      id: milaan.server.createUlid(),
      secret: randomBytes(32),
      createdAt: new Date(milaan.clock.nowMs()),
    });
    milaan.clock.advance(LIMITS.fileUrlMs);
    expect((await put(long)).code).toBe('upload_url_invalid');
  });

  it('is the same on every node', async () => {
    const node = await createTestServer({ state: milaan.state, clock: milaan.clock });
    const url = await newUrl();
    const response = await node.send('PUT', pathOf(url), { body: TEXT });
    expect(response.status).toBe(200);
    await node.close();
  });
});

describe('a download', () => {
  const linkTo = async (key: string, fileName: string, contentType = 'application/x-ndjson') => {
    const expiresAt = new Date(milaan.clock.nowMs() + LIMITS.fileUrlMs);
    return pathOf(await milaan.server.store.downloadUrl(key, { expiresAt, fileName, contentType }));
  };

  it('gives the bytes under the signed name and type', async () => {
    await milaan.server.store.put('results/ws_1/wf_1/results.jsonl.gz', Buffer.from('{"a":1}\n'));
    const path = await linkTo('results/ws_1/wf_1/results.jsonl.gz', 'Results October.jsonl.gz', 'application/gzip');
    const answer = await milaan.send('GET', path);
    expect(answer).toMatchObject({
      status: 200,
      body: '{"a":1}\n',
      headers: {
        'content-type': 'application/gzip',
        'content-length': '8',
        'content-disposition': 'attachment; filename="Results October.jsonl.gz"',
        'x-content-type-options': 'nosniff',
      },
    });
    const head = await milaan.send('HEAD', path);
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '8' } });
  });

  it.each([
    ['a"b\\c/d.csv', `attachment; filename="a_b_c_d.csv"; filename*=UTF-8''a%22b_c_d.csv`],
    ['क्रय.csv', `attachment; filename="____.csv"; filename*=UTF-8''%E0%A4%95%E0%A5%8D%E0%A4%B0%E0%A4%AF.csv`],
    ['a\r\nset-cookie: x=1', `attachment; filename="a__set-cookie: x=1"`],
    ["it's (1)*.csv", `attachment; filename="it's (1)*.csv"`],
    ['\u202egnp.csv', `attachment; filename="_gnp.csv"`],
    ['', 'attachment; filename="file"'],
    ['\ud800', `attachment; filename="_"; filename*=UTF-8''%EF%BF%BD`],
  ])('has a safe name for %j', async (fileName, disposition) => {
    await milaan.server.store.put('results/named', Buffer.from('x'));
    expect((await milaan.send('GET', await linkTo('results/named', fileName))).headers['content-disposition']).toBe(
      disposition,
    );
  });

  it('is refused where anything of its URL was altered, or its time is over', async () => {
    await milaan.server.store.put('results/signed', Buffer.from('x'));
    const path = await linkTo('results/signed', 'a.csv', 'text/csv');
    for (const [from, to] of [
      ['name=a.csv', 'name=a.html'],
      ['type=text%2Fcsv', 'type=text%2Fhtml'],
      ['results~signed', 'results~other'],
      ['results~signed', 'results%2Fsigned'],
      ['results~signed', '..~..~etc'],
      [/expires=\d+/, 'expires=99999999999'],
      [/signature=.*/, ''],
      [/$/, '&more=1'],
    ] as const) {
      expect([to, (await milaan.send('GET', path.replace(from, to))).code]).toEqual([to, 'file_url_invalid']);
    }
    milaan.clock.advance(LIMITS.fileUrlMs);
    expect((await milaan.send('GET', path)).code).toBe('file_url_expired');
  });

  it('of what is gone says so', async () => {
    expect((await milaan.send('GET', await linkTo('results/gone', 'a.csv'))).code).toBe('resource_missing');
  });
});

describe('a storage that fails', () => {
  it('is a 503 that says when to come again, and works again without a hand', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'milaan-away-'));
    const own = await createTestServer({
      state: milaan.state,
      clock: milaan.clock,
      storage: { kind: 'folder', folder },
    });
    const url = await newUrl();
    renameSync(folder, `${folder}-away`);
    const away = await own.send('PUT', pathOf(url), { body: TEXT });
    expect(away).toMatchObject({ status: 503, code: 'storage_unavailable', headers: { 'retry-after': '5' } });
    expect(away.body).not.toContain(folder);
    expect((await own.app.fetch(new Request(`${ORIGIN}/health/ready`))).status).toBe(503);
    const lines = own.lines.filter((line) => line.includes('fault'));
    expect(lines.join()).toContain('StorageUnavailable');
    renameSync(`${folder}-away`, folder);
    expect((await own.send('PUT', pathOf(url), { body: TEXT })).status).toBe(200);
    expect((await own.app.fetch(new Request(`${ORIGIN}/health/ready`))).status).toBe(200);
    await own.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
