import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endServed, type Served, serveClient, serveMilaan, tokenOf } from '../support/milaan-server.ts';

const MEBIBYTE = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'milaan-upload-'));
const DATA = join(folder, 'data');
const objects = join(DATA, 'objects');

let served: Served;
let secret: string;

async function newUrl(): Promise<string> {
  const token = await tokenOf(served, secret);
  const answer = await fetch(`${served.url}/integration/v1/generatePreSign/purchase?fileName=a.csv`, {
    headers: { 'x-cleartax-auth-token': token, filecontenttype: 'CSV' },
  });
  const { preSignedS3Url } = (await answer.json()) as { preSignedS3Url: string }; // the contract's UploadUrl
  return preSignedS3Url;
}

beforeAll(async () => {
  ({ served, secret } = await serveClient(DATA));
});
afterAll(() => {
  served?.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The most memory that a process has ever used, in bytes; null where the system does not tell. */
function peakMemory(pid: number | undefined): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

const allObjects = () =>
  readdirSync(objects, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.drafts'))
    .map((entry) => join(entry.parentPath, entry.name));
const drafts = () => readdirSync(join(objects, '.drafts'));

it('a long upload goes through no memory, byte for byte', async () => {
  const url = await newUrl();
  const before = peakMemory(served.child.pid);
  const piece = Buffer.alloc(MEBIBYTE);
  const hash = createHash('sha256');
  async function* body() {
    for (let i = 0; i < 200; i++) {
      piece.fill(i);
      hash.update(piece);
      yield new Uint8Array(piece);
    }
  }
  const init = { method: 'PUT', body: ReadableStream.from(body()), duplex: 'half' };
  const answer = await fetch(url, init as RequestInit); // `duplex` is missing in the types
  expect(await answer.json()).toEqual({ status: 'UPLOADED', sizeBytes: 200 * MEBIBYTE });
  const [stored] = allObjects();
  expect(
    createHash('sha256')
      .update(readFileSync(String(stored)))
      .digest('hex'),
  ).toBe(hash.digest('hex'));
  const after = peakMemory(served.child.pid);
  // 200 MiB went through; what grew is buffers of the socket and of the disk.
  if (before !== null && after !== null) expect((after - before) / MEBIBYTE).toBeLessThan(80);
});

it('a server that is killed in the middle of an upload has none of it, and takes it again', async () => {
  const url = await newUrl();
  const had = allObjects();
  const upload = request(url, { method: 'PUT', headers: { 'content-length': String(10 * MEBIBYTE) } });
  upload.on('error', () => {});
  upload.write(Buffer.alloc(5 * MEBIBYTE));
  await expect.poll(drafts).toHaveLength(1);
  const cutOff = new Promise((resolve) => upload.once('close', resolve));
  await endServed(served, 'SIGKILL');
  await cutOff;
  expect(allObjects()).toEqual(had);
  served = await serveMilaan('--data-dir', DATA);
  const again = url.replace(/^http:\/\/[^/]+/, served.url);
  const answer = await fetch(again, { method: 'PUT', body: 'whole' });
  expect(await answer.json()).toEqual({ status: 'UPLOADED', sizeBytes: 5 });
  expect(allObjects()).toHaveLength(had.length + 1);
});
