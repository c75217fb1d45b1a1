import type { Json, OperationContract, Simulation } from '@milaan/contract';
import type { Caller } from '../auth/caller.ts';
import type { Client } from '../state/tables.ts';
import type { ApiRequest } from './api-request.ts';
import type { Exchange } from './exchange.ts';
import type { ServedHandler } from './served-handlers.ts';

/** One request at one operation. */
export interface OperationCall {
  readonly operation: OperationContract;
  readonly handler: ServedHandler;
  readonly request: ApiRequest;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly exchange: Exchange;
}

/** A call that may run: known, allowed, read and valid. */
export interface ReadyCall extends OperationCall {
  readonly caller: Caller | Client | null;
  readonly parsed: unknown;
  readonly body: Json | undefined;
  readonly simulation: Simulation;
}
