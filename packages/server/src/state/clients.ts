import type { StateDatabase } from './open-state.ts';
import type { Client, ClientMode } from './tables.ts';

export interface NewClient {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly mode: ClientMode;
  readonly pans: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly secretHash: Buffer;
  readonly createdAt: Date;
}

/** The id of the workspace of that name, which is made when there is none. */
export async function ensureWorkspace(
  db: StateDatabase,
  workspace: { readonly id: string; readonly name: string; readonly createdAt: Date },
): Promise<string> {
  await db
    .insertInto('workspace')
    .values(workspace)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await db
    .selectFrom('workspace')
    .select('id')
    .where('name', '=', workspace.name)
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function insertClient(db: StateDatabase, client: NewClient): Promise<void> {
  await db
    .insertInto('client')
    .values({
      ...client,
      pans: client.pans === null ? 'null' : JSON.stringify(client.pans),
      scopes: client.scopes === null ? 'null' : JSON.stringify(client.scopes),
      revokedAt: null,
    })
    .execute();
}

export async function findClient(db: StateDatabase, id: string): Promise<Client | undefined> {
  return db.selectFrom('client').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Gives a client another secret; the former one is worth nothing from now on. */
export async function replaceClientSecret(db: StateDatabase, id: string, secretHash: Buffer): Promise<void> {
  await db.updateTable('client').set({ secretHash }).where('id', '=', id).execute();
}

export interface ListedClient extends Omit<Client, 'secretHash'> {
  readonly workspaceName: string;
}

/** All clients, oldest first, without their secrets' hashes. */
export async function listClients(db: StateDatabase): Promise<readonly ListedClient[]> {
  return db
    .selectFrom('client')
    .innerJoin('workspace', 'workspace.id', 'client.workspaceId')
    .select([
      'client.id',
      'client.workspaceId',
      'workspace.name as workspaceName',
      'client.name',
      'client.mode',
      'client.pans',
      'client.scopes',
      'client.createdAt',
      'client.revokedAt',
    ])
    .orderBy('client.id')
    .execute();
}

/** Ends a client and its token. False when no such client was in force. */
export async function revokeClient(db: StateDatabase, id: string, at: Date): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('client')
      .set({ revokedAt: at })
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .executeTakeFirst();
    await transaction
      .updateTable('accessToken')
      .set({ revokedAt: at })
      .where('clientId', '=', id)
      .where('revokedAt', 'is', null)
      .execute();
    return numUpdatedRows > 0n;
  });
}
