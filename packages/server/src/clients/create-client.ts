import { createCredential } from '../auth/credential.ts';
import type { Clock } from '../injected/clock.ts';
import type { Randomness } from '../injected/randomness.ts';
import type { CreateUlid } from '../injected/ulid.ts';
import { ensureWorkspace, insertClient } from '../state/clients.ts';
import type { StateDatabase } from '../state/open-state.ts';
import type { ClientMode } from '../state/tables.ts';

/** What an operator decides about a new client. */
export interface ClientRequest {
  /** The workspace's name; it is made when there is none. */
  readonly workspace: string;
  readonly name: string;
  readonly mode: ClientMode;
  /** PANs that it may act for; null for all. */
  readonly pans: readonly string[] | null;
  /** Scopes that it has; null for all. */
  readonly scopes: readonly string[] | null;
}

export interface CreatedClient {
  readonly id: string;
  readonly workspaceId: string;
  /** Shown once: only its hash is kept. */
  readonly secret: string;
}

export interface ClientMaker {
  readonly db: StateDatabase;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly createUlid: CreateUlid;
}

/** Makes a client and its secret. */
export async function createClient(
  { workspace, name, mode, pans, scopes }: ClientRequest,
  { db, clock, randomness, createUlid }: ClientMaker,
): Promise<CreatedClient> {
  const createdAt = new Date(clock.nowMs());
  const workspaceId = await ensureWorkspace(db, { id: `ws_${createUlid()}`, name: workspace, createdAt });
  const id = createUlid();
  const { text: secret, secretHash } = createCredential('mcs', mode, id, randomness);
  await insertClient(db, { id, workspaceId, name, mode, pans, scopes, secretHash, createdAt });
  return { id, workspaceId, secret };
}
