import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, openAsBlob, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const requireHere = createRequire(import.meta.url);
const { version } = requireHere(join(requireHere.resolve('@electric-sql/pglite'), '../../package.json')) as {
  version: string; // npm's own shape
};
const FOLDER = join(tmpdir(), `milaan-tests-${userInfo().username}`);
const FILE = join(FOLDER, `pglite-${version}.tar`);

/**
 * A fresh embedded database as PGlite dumps it, in a file that is kept between test files: making one takes some 4 s of
 * processor time, beginning from it a tenth of that.
 */
async function templateFile(): Promise<string> {
  if (existsSync(FILE)) return FILE;
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create('memory://');
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  mkdirSync(FOLDER, { recursive: true });
  const draft = `${FILE}.${randomUUID()}`;
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  // Several test files may do this at once; each puts a whole file in place.
  renameSync(draft, FILE);
  return FILE;
}

/** What a server in the process of the test begins from. */
export const embeddedTemplate = async (): Promise<Blob> => openAsBlob(await templateFile());

/** Puts an empty embedded database into the data folder of a server that is a process of its own. */
export async function placeEmbeddedDatabase(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'state');
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xf', await templateFile(), '-C', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
}
