import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { ProviderFileRefused, readProviderFile } from './providers/provider-file.ts';
import { stateSettings, storageSettings } from './settings/server-settings.ts';
import type { Settings } from './settings/settings.ts';
import { listClients } from './state/clients.ts';
import { FolderInUse } from './state/folder-lock.ts';
import { isDatabaseFailure } from './state/is-database-failure.ts';
import { openState } from './state/open-state.ts';
import { StorageFailure } from './storage/storage-failure.ts';
import { tryStorage } from './storage/try-storage.ts';

/** One thing that was looked at; `advice` says what to do about it, for people. */
export interface Finding {
  readonly about: string;
  readonly verdict: 'good' | 'note' | 'bad';
  readonly detail: string;
  readonly advice: string | null;
}

const good = (about: string, detail: string): Finding => ({ about, verdict: 'good', detail, advice: null });
const note = (about: string, detail: string, advice: string): Finding => ({ about, verdict: 'note', detail, advice });
const bad = (about: string, detail: string, advice: string): Finding => ({ about, verdict: 'bad', detail, advice });

const LEAST_NODE = [20, 19] as const;

function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isEnough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return isEnough
    ? good('Node.js', version)
    : bad('Node.js', `${version} is too old`, `Install Node.js ${LEAST_NODE.join('.')} or newer.`);
}

function examinePort({ host, port }: Settings): Promise<Finding> {
  const about = `port ${port} on ${host}`;
  return new Promise((resolveWith) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolveWith(
        error.code === 'EADDRINUSE'
          ? bad(about, 'something listens there already', 'Stop it, or choose another port with --port.')
          : bad(about, `cannot be listened on (${error.code})`, 'Choose another --host or --port.'),
      ),
    );
    probe.listen(port, host, () => probe.close(() => resolveWith(good(about, 'free'))));
  });
}

function examineFolder({ dataDir }: Settings): Finding {
  let folder = resolve(dataDir);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) {
    return bad('data folder', `${folder} is not a folder`, 'Choose another with --data-dir.');
  }
  try {
    accessSync(folder, constants.W_OK);
    return good('data folder', resolve(dataDir));
  } catch {
    return bad('data folder', `${folder} cannot be written to`, 'Choose another with --data-dir, or change its owner.');
  }
}

async function examineState(settings: Settings): Promise<readonly Finding[]> {
  const kind = settings.databaseUrl === undefined ? 'embedded database' : 'Postgres';
  try {
    const state = await openState(stateSettings(settings));
    const clients = await listClients(state.db).finally(state.close);
    const active = clients.filter(({ revokedAt }) => revokedAt === null).length;
    return [
      good(kind, 'opens, and its schema is the newest'),
      active > 0
        ? good('clients', `${active} can get tokens`)
        : note('clients', 'there is none', 'Create one: milaan client create --workspace <name> --name <name>'),
    ];
  } catch (error) {
    if (error instanceof FolderInUse) {
      return [note(kind, error.message, 'That is right if it is the server. Otherwise end that process.')];
    }
    const advice = isDatabaseFailure(error)
      ? 'Check that it runs, and the address, user and password in DATABASE_URL.'
      : 'Check that the user may create a schema and tables, and that the data folder is whole.';
    return [bad(kind, 'cannot be opened', advice)];
  }
}

/** Opens the store and puts something there, as the server does, so that a right that lacks is found now. */
async function examineStorage(settings: Settings): Promise<readonly Finding[]> {
  const where = storageSettings(settings);
  const about = where.kind === 'folder' ? 'folder of files' : `bucket ${where.bucket}`;
  try {
    await tryStorage(where);
  } catch (error) {
    const said = error instanceof StorageFailure ? error.code : 'unknown';
    const advice =
      where.kind === 'folder'
        ? `Check that ${where.folder} can be written to and has room, or choose another with --storage-dir.`
        : 'Check the address, the region, the name and the credentials in MILAAN_S3_*, and that they may read, write, list and delete.';
    return [bad(about, `cannot be used (${said})`, advice)];
  }
  const isShared = settings.databaseUrl !== undefined && where.kind === 'folder';
  return [
    good(about, where.kind === 'folder' ? resolve(where.folder) : 'takes, gives and deletes files'),
    ...(isShared
      ? [
          note(
            'several nodes',
            'files are kept in a folder',
            'That is right for one node. For several of them use S3, or a folder that all of them mount.',
          ),
        ]
      : []),
  ];
}

async function examineProvider({ gstProvider }: Settings): Promise<readonly Finding[]> {
  if (gstProvider === undefined) return [];
  try {
    const { gstr2a, gstr2b } = await readProviderFile(gstProvider);
    const brings = [...(gstr2b === undefined ? [] : ['GSTR-2B']), ...(gstr2a === undefined ? [] : ['GSTR-2A'])];
    return [good('GST provider', brings.length === 0 ? 'brings nothing' : `brings ${brings.join(' and ')}`)];
  } catch (error) {
    if (!(error instanceof ProviderFileRefused)) throw error;
    return [bad('GST provider', error.message, 'Correct the file that --gst-provider names.')];
  }
}

function examineExposure({ host, baseUrl, corsOrigins }: Settings): readonly Finding[] {
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(host);
  const isPlain = baseUrl === undefined || baseUrl.startsWith('http:');
  return [
    ...(!isLocal && isPlain
      ? [
          note(
            'encryption',
            `${host} is reached without TLS`,
            'Put a proxy with TLS in front, and say --base-url https://…',
          ),
        ]
      : []),
    ...(corsOrigins.includes('*')
      ? [note('CORS', 'pages of every site may call', 'List the sites that need it in --cors-origins.')]
      : []),
  ];
}

/** Looks at everything that a server needs here, and says what is wrong with it. Changes nothing but the schema. */
export async function examine(settings: Settings, nodeVersion: string): Promise<readonly Finding[]> {
  const isEmbedded = settings.databaseUrl === undefined;
  return [
    examineNode(nodeVersion),
    ...(isEmbedded ? [examineFolder(settings)] : []),
    ...(await examineState(settings)),
    ...(await examineStorage(settings)),
    ...(await examineProvider(settings)),
    await examinePort(settings),
    ...examineExposure(settings),
  ];
}
