import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@milaan/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigningKeys, type SigningKeys } from '../storage/signing-keys.ts';
import { GET_CONFIG } from '../testing/api.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { adminSocketOf } from './admin-socket.ts';
import { AdminCallFailed, callAdmin } from './call-admin.ts';
import { createClientAdmin } from './client-admin.ts';
import { serveAdmin } from './serve-admin.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'milaan-console-'));
const REQUEST = { workspace: 'Company Ltd', name: 'SAP', mode: 'sandbox', pans: ['ABCDE1234F'], scopes: null } as const;

// There are no such sockets on Windows, where a console has to wait for the server to stop.
describe.skipIf(process.platform === 'win32')('the console of a running server', () => {
  let milaan: TestServer;
  let stop: () => Promise<void>;
  let keys: SigningKeys;
  const faults: unknown[] = [];
  const admin = callAdmin(dataDir);
  if (admin === null) throw new Error('The folder for temporary files has too long a name.');

  beforeAll(async () => {
    milaan = await createTestServer();
    const { server, state } = milaan;
    const maker = { db: state.db, clock: server.clock, randomness: server.randomness, createUlid: server.createUlid };
    keys = createSigningKeys(maker);
    stop = await serveAdmin(
      dataDir,
      { ...createClientAdmin(maker, () => server.memories.tokens.forgetAll()), rotateKey: keys.rotate },
      (error) => faults.push(error),
    );
  });
  afterAll(async () => {
    await stop();
    await milaan.close();
    chmodSync(dataDir, 0o700);
    rmSync(dataDir, { recursive: true });
  });

  it('makes a client whose secret is good at once, lists it, and revokes it with its token', async () => {
    const { id, secret } = await admin.create(REQUEST);
    const token = await milaan.tokenOf({ secret });
    expect((await milaan.send('GET', GET_CONFIG, { token })).code).toBe('configuration_missing');
    const [listed] = await admin.list();
    expect(listed).toMatchObject({ id, workspaceName: 'Company Ltd', pans: ['ABCDE1234F'], revokedAt: null });
    expect(listed?.createdAt).toEqual(new Date(milaan.clock.nowMs()));
    expect(await admin.revoke(id)).toBe(true);
    expect(await admin.revoke(id)).toBe(false);
    expect((await milaan.send('GET', GET_CONFIG, { token })).code).toBe('token_revoked');
  });

  it('puts a new signing key in force, while what the last one signed stays good', async () => {
    const { id: last } = await keys.current();
    const id = await admin.rotateKey();
    expect(id).not.toBe(last);
    expect((await keys.current()).id).toBe(id);
    expect(await keys.find(last)).toMatchObject({ id: last });
    milaan.clock.advance(LIMITS.fileUrlMs);
    expect(await keys.find(last)).toBeNull();
    expect(await keys.find(id)).toMatchObject({ id });
  });

  it('is for the owner of the data folder alone', () => {
    const place = adminSocketOf(dataDir);
    expect(place === null ? 0 : statSync(place.folder).mode & 0o777).toBe(0o700);
  });

  it('says no to what is no call, and goes on', async () => {
    for (const line of ['nonsense', '{"call":"drop"}', 'x'.repeat(70_000)]) {
      const socket = connect(adminSocketOf(dataDir)?.path ?? '');
      const received = await new Promise<string>((resolve) => {
        let text = '';
        socket.on('data', (chunk) => {
          text += String(chunk);
        });
        socket.on('error', () => {});
        socket.on('close', () => resolve(text));
        socket.write(line.length > 65_536 ? line : `${line}\n`);
      });
      expect(received).not.toContain('"isDone":true');
    }
    expect(faults).toHaveLength(2);
    expect(Array.isArray(await admin.list())).toBe(true);
  });

  it('is missed where no server runs', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'milaan-console-'));
    await expect(callAdmin(empty)?.list()).rejects.toThrow(AdminCallFailed);
    rmSync(empty, { recursive: true });
    expect(callAdmin('memory://')).toBeNull();
  });
});
