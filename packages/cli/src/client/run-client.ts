import type { ClientRequest, ListedClient, Settings } from '@milaan/server';
import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../failure/usage-error.ts';
import { checkedRequest } from './checked-request.ts';
import { withAdmin } from './with-admin.ts';

/** Makes a client and shows its secret, which nothing can show again. */
export async function runCreateClient(said: ClientRequest, settings: Settings, asJson: boolean, io: CliIo) {
  const request = checkedRequest(said);
  const created = await withAdmin(settings, (admin) => admin.create(request));
  if (asJson) return io.stdout.write(`${JSON.stringify(created)}\n`);
  io.stderr.write(`Client ${created.id} of ${request.workspace}. Keep its secret; it is not shown again:\n`);
  io.stdout.write(`${created.secret}\n`);
}

const shown = ({ id, workspaceName, name, mode, pans, scopes, createdAt, revokedAt }: ListedClient) => ({
  id,
  workspace: workspaceName,
  name,
  mode,
  pans,
  scopes,
  createdAt: createdAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
});

function lineOf({ id, workspaceName, name, mode, pans, revokedAt }: ListedClient): string {
  const state = revokedAt === null ? mode : `${mode}, revoked ${revokedAt.toISOString().slice(0, 10)}`;
  return `${id}  ${workspaceName} / ${name} (${state}; ${pans === null ? 'all PANs' : pans.join(', ')})\n`;
}

export async function runListClients(settings: Settings, asJson: boolean, io: CliIo): Promise<void> {
  const clients = await withAdmin(settings, (admin) => admin.list());
  if (asJson) return io.stdout.write(`${JSON.stringify(clients.map(shown), null, 2)}\n`);
  if (clients.length === 0) io.stderr.write('There is no client yet. Make one: milaan client create --help\n');
  for (const client of clients) io.stdout.write(lineOf(client));
}

export async function runRevokeClient(id: string, settings: Settings, io: CliIo): Promise<void> {
  const isRevoked = await withAdmin(settings, (admin) => admin.revoke(id));
  if (!isRevoked) throw new UsageError(`There is no active client ${id}.`, 'milaan client list shows them.');
  io.stderr.write(`Client ${id} and its token are revoked.\n`);
}
