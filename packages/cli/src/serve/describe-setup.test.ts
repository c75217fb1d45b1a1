import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProviderFileRefused } from '@milaan/server';
import { readSettings } from '@milaan/server/settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../failure/usage-error.ts';
import { describeSetup } from './describe-setup.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'milaan-setup-'));
  file = join(folder, 'file');
  writeFileSync(file, '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const told = (error: unknown, flags: Parameters<typeof readSettings>[0]['flags']): UsageError => {
  const said = describeSetup(error, readSettings({ flags, env: {}, file: null }));
  if (!(said instanceof UsageError)) throw said;
  return said;
};

const errorOf = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('it worked');
};

/** A real failure to listen: the address is of a block that no machine has (RFC 5737). */
const failedToListen = (host: string): Promise<Error> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', resolve);
    server.listen(0, host, () => server.close(() => reject(new Error('it listens'))));
  });

describe('what keeps a server from starting is told as what to change', () => {
  it('a host that is not of this machine', async () => {
    const host = '203.0.113.5';
    expect(told(await failedToListen(host), { host }).message).toBe(
      `${host} is not an address of this machine (EADDRNOTAVAIL).`,
    );
  });

  it('a host without an address is not taken for a database that is away', () => {
    const host = 'milaan.invalid';
    const error = Object.assign(new Error('x'), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: host });
    expect(told(error, { host }).message).toContain(host);
    expect(told(error, { host: '127.0.0.1' }).message).toBe('The database cannot be reached.');
  });

  it('a port that only root may take', () => {
    const error = Object.assign(new Error('x'), { code: 'EACCES', syscall: 'listen' });
    expect(told(error, { port: '80' }).message).toBe('This user may not listen on port 80.');
  });

  it('folders that cannot be used', () => {
    const inFile = errorOf(() => mkdirSync(join(file, 'INPUT'), { recursive: true }));
    expect(told(inFile, { dataDir: file }).message).toBe(`The data folder ${file} cannot be used (ENOTDIR).`);
    expect(told(inFile, { drop: file }).message).toBe(`The drop folder ${file} cannot be used (ENOTDIR).`);
  });

  it('a file of a GST provider', () => {
    expect(told(new ProviderFileRefused('p.json cannot be read as JSON.'), {}).hint).toContain('--gst-provider');
  });

  it('anything else stays what it is', () => {
    const error = new Error('a defect');
    expect(describeSetup(error, readSettings({ flags: {}, env: {}, file: null }))).toBe(error);
  });
});
