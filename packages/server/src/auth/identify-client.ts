import { refuse } from '../http/refusal.ts';
import { findClient } from '../state/clients.ts';
import type { StateDatabase } from '../state/open-state.ts';
import type { Client } from '../state/tables.ts';
import { isSecretOf, parseCredential } from './credential.ts';
import { faultOfSecret } from './fault-of-token.ts';

export const CLIENT_SECRET_HEADER = 'x-clear-client-secret';

const invalid = (reason: string) =>
  refuse('client_secret_invalid', { param: CLIENT_SECRET_HEADER, metadata: { reason } });

/**
 * The client whose secret this is.
 * @throws Refusal `client_secret_invalid`, the same whether the client is unknown, revoked, or the secret is wrong
 */
export async function identifyClient(secret: string | undefined, db: StateDatabase): Promise<Client> {
  const credential = parseCredential('mcs', secret ?? '');
  if (credential === undefined) throw invalid(faultOfSecret(secret ?? ''));
  const client = await findClient(db, credential.id);
  const isGood = isSecretOf(credential.secret, client?.secretHash);
  if (client === undefined || !isGood || client.revokedAt !== null) throw invalid('no active client has it');
  return client;
}
