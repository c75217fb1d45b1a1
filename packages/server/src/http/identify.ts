import type { Problem } from '@milaan/contract';
import { authenticate, tokenTextOf } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { CLIENT_SECRET_HEADER, identifyClient } from '../auth/identify-client.ts';
import type { Client } from '../state/tables.ts';
import { isProblem } from './handler.ts';
import { limitByAddress } from './limit-by-address.ts';
import { andThen, type MaybeLater } from './maybe-later.ts';
import type { OperationCall } from './operation-call.ts';
import type { ServerContext } from './server-context.ts';

/** Who asks, or null where anybody may. */
export type Identity = { readonly who: Caller | Client; readonly isSandbox: boolean } | null;

/** @returns who asks, or why that is not known */
export function identify(call: OperationCall, server: ServerContext): MaybeLater<Identity | Problem> {
  switch (call.operation.auth) {
    case 'token':
      return identifyCaller(call, server);
    case 'clientSecret': {
      const secret = call.request.headers.get(CLIENT_SECRET_HEADER) ?? undefined;
      return identifyClient(secret, server.state.db).then((who) => {
        call.exchange.owner = { workspaceId: who.workspaceId, clientId: who.id };
        return { who, isSandbox: who.mode === 'sandbox' };
      });
    }
    default:
      return null;
  }
}

/** Failures to show a good token are counted where they come from, so that they spend nobody's quota. */
export function identifyCaller({ request, exchange }: OperationCall, server: ServerContext) {
  const welcome = (found: Caller | Problem): Identity | Problem => {
    if (isProblem(found)) return limitByAddress(exchange, server) ?? found;
    exchange.caller = found;
    exchange.owner = found;
    return { who: found, isSandbox: found.isSandbox };
  };
  const text = tokenTextOf(request.headers);
  return andThen(typeof text === 'string' ? authenticate(text, server) : text, welcome);
}
