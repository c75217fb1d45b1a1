import type { ServedOperationId } from '@milaan/contract';
import { getAuthToken } from './authz/get-auth-token.ts';
import { getConfig } from './config/get-config.ts';
import { setConfig } from './config/set-config.ts';
import { listErrorCodes } from './error-codes/list-error-codes.ts';
import type { Handler, PreparedHandler } from './handler.ts';

/** A handler for every operation that the contract says is served: one that is missing does not compile. */
export const SERVED_HANDLERS: { readonly [Id in ServedOperationId]: Handler<Id> | PreparedHandler<Id> } = {
  listErrorCodes,
  getAuthToken,
  getConfig,
  setConfig,
};

/** A handler as the pipeline calls it, after it has checked by the contract what the handler's own types say. */
export type ServedHandler = Handler<never> | PreparedHandler<never>;
