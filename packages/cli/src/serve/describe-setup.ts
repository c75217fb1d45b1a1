import { resolve, sep } from 'node:path';
import {
  DropFolderInUse,
  FolderInUse,
  isDatabaseFailure,
  ProviderFileRefused,
  type Settings,
  StorageFailure,
} from '@milaan/server';
import { UsageError } from '../failure/usage-error.ts';

/** What keeps a server from starting, in words that say what to do; anything else as it is. */
export function describeSetup(error: unknown, settings: Settings): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof FolderInUse) {
    const hint = 'Stop the server first, or use Postgres (--database-url), which several processes can share.';
    return new UsageError(error.message, hint);
  }
  if (error instanceof DropFolderInUse) {
    const hint = 'Stop that server, or give this one another folder with --drop. Of several nodes only one watches.';
    return new UsageError(error.message, hint);
  }
  if (error instanceof ProviderFileRefused) {
    return new UsageError(error.message, 'Correct the file that --gst-provider names.');
  }
  if (error instanceof StorageFailure) return storageRefused(error, settings);
  // A host that has no address fails like a database that has none.
  const unusable = addressRefused(error, settings) ?? folderRefused(error, settings);
  if (unusable !== null) return unusable;
  if (isDatabaseFailure(error)) {
    return new UsageError('The database cannot be reached.', 'Check DATABASE_URL; milaan doctor says more.');
  }
  return error;
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : 'unknown');

function storageRefused(error: StorageFailure, { s3Bucket }: Settings): UsageError {
  const hint =
    s3Bucket === undefined
      ? 'Choose another folder with --storage-dir.'
      : 'Check MILAAN_S3_*; milaan doctor says more.';
  return new UsageError(`The storage of files cannot be used (${error.code}).`, hint);
}

function addressRefused(error: Error, { host, port }: Settings): UsageError | null {
  const isOwnName = 'hostname' in error && error.hostname === host;
  if (!isOwnName && !('syscall' in error && error.syscall === 'listen')) return null;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new UsageError(
        `Something listens on port ${port} of ${host} already.`,
        'Choose another port with --port.',
      );
    case 'EACCES':
      return new UsageError(
        `This user may not listen on port ${port}.`,
        'Choose a port above 1023 with --port, and put a proxy in front.',
      );
    default:
      return new UsageError(
        `${host} is not an address of this machine (${codeOf(error)}).`,
        'Choose another with --host: 127.0.0.1 for this machine alone, 0.0.0.0 for all that reach it.',
      );
  }
}

const isWithin = (path: string, folder: string): boolean =>
  `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);

function folderRefused(error: Error, { dataDir, drop }: Settings): UsageError | null {
  if (!('path' in error) || typeof error.path !== 'string') return null;
  if (drop !== undefined && isWithin(error.path, drop)) {
    return new UsageError(
      `The drop folder ${drop} cannot be used (${codeOf(error)}).`,
      'Choose another with --drop, or change its owner.',
    );
  }
  if (!isWithin(error.path, dataDir)) return null;
  return new UsageError(
    `The data folder ${dataDir} cannot be used (${codeOf(error)}).`,
    'Choose another with --data-dir, or change its owner.',
  );
}
