import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

export interface TestPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Where the server's programs are: Debian keeps them out of the PATH, newest version last. */
function findPrograms(): string | undefined {
  const folders = [
    ...(existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [])
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(DEBIAN_FOLDER, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** Whether `startTestPostgres` can work here. */
export const hasPostgres = (): boolean =>
  process.env.MILAAN_TEST_DATABASE_URL !== undefined || findPrograms() !== undefined;

/** Postgres refuses to run as root: then it runs as `nobody`. */
const userToRunAs = () => {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 200 || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A Postgres of its own for one test file, in a folder that goes with it; or the one of `MILAAN_TEST_DATABASE_URL`. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env.MILAAN_TEST_DATABASE_URL;
  if (given !== undefined) return { url: given, stop: async () => {} };
  const programs = findPrograms();
  if (programs === undefined) throw new Error('No Postgres here: install it, or set MILAAN_TEST_DATABASE_URL.');
  const user = userToRunAs();
  const folder = mkdtempSync(join(tmpdir(), 'milaan-postgres-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'milaan', '-A', 'trust', '-N', '--no-locale', '-E', 'UTF8'],
    {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    },
  );
  const port = await freePort();
  const settings = [
    'fsync=off',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=60',
  ];
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...user, cwd: folder, stdio: 'ignore' },
  );
  const url = `postgres://milaan@127.0.0.1:${port}/postgres`;
  await waitUntilReady(url, server);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
