import { type ClientMaker, type ClientRequest, type CreatedClient, createClient } from '../clients/create-client.ts';
import { type ListedClient, listClients, revokeClient } from '../state/clients.ts';

/** What a console may do about clients, wherever the database is. */
export interface ClientAdmin {
  create(request: ClientRequest): Promise<CreatedClient>;
  /** All clients, oldest first, without their secrets' hashes. */
  list(): Promise<readonly ListedClient[]>;
  /** Ends a client and its token. False when no such client was in force. */
  revoke(id: string): Promise<boolean>;
}

/** Everything that a console may do. */
export interface Admin extends ClientAdmin {
  /** Puts a new key for the URLs of files in force. @returns its id */
  rotateKey(): Promise<string>;
}

/** Does it in this process. `onRevoke` makes it forget what it remembers of tokens. */
export const createClientAdmin = (maker: ClientMaker, onRevoke: () => void = () => {}): ClientAdmin => ({
  create: (request) => createClient(request, maker),
  list: () => listClients(maker.db),
  async revoke(id) {
    const isRevoked = await revokeClient(maker.db, id, new Date(maker.clock.nowMs()));
    onRevoke();
    return isRevoked;
  },
});
