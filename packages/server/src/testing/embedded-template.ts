import { randomUUID } from 'node:crypto';
import { mkdirSync, openAsBlob, renameSync, writeFileSync } from 'node:fs';
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
 * A fresh embedded database as PGlite dumps it, kept between test files: making one takes some 4 s of processor time,
 * beginning from it a tenth of that.
 */
export async function embeddedTemplate(): Promise<Blob> {
  try {
    return await openAsBlob(FILE);
  } catch {
    const { PGlite } = await import('@electric-sql/pglite');
    const pglite = await PGlite.create('memory://');
    const dump = await pglite.dumpDataDir('none');
    await pglite.close();
    mkdirSync(FOLDER, { recursive: true });
    const draft = `${FILE}.${randomUUID()}`;
    writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
    // Several test files may do this at once; each puts a whole file in place.
    renameSync(draft, FILE);
    return dump;
  }
}
