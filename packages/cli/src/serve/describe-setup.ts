import { DropFolderInUse, FolderInUse, isDatabaseFailure, type Settings } from '@milaan/server';
import { UsageError } from '../failure/usage-error.ts';

/** What keeps a server from starting, in words that say what to do; anything else as it is. */
export function describeSetup(error: unknown, { host, port }: Settings): unknown {
  if (error instanceof FolderInUse) {
    const hint = 'Stop the server first, or use Postgres (--database-url), which several processes can share.';
    return new UsageError(error.message, hint);
  }
  if (error instanceof DropFolderInUse) {
    const hint = 'Stop that server, or give this one another folder with --drop. Of several nodes only one watches.';
    return new UsageError(error.message, hint);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new UsageError(`Something listens on port ${port} of ${host} already.`, 'Choose another port with --port.');
  }
  if (isDatabaseFailure(error)) {
    return new UsageError('The database cannot be reached.', 'Check DATABASE_URL; milaan doctor says more.');
  }
  return error;
}
