import * as z from 'zod';

/** JSON-RPC 2.0 as far as the Model Context Protocol uses it. */
const Id = z.union([z.string(), z.number()]);
const Params = z.record(z.string(), z.unknown());

export const RpcMessage = z.union([
  z.object({ jsonrpc: z.literal('2.0'), id: Id, method: z.string(), params: Params.optional() }),
  z.object({ jsonrpc: z.literal('2.0'), method: z.string(), params: Params.optional() }),
  // An answer to something that the server asked; this server asks nothing.
  z.object({ jsonrpc: z.literal('2.0'), id: Id, result: z.unknown() }),
  z.object({ jsonrpc: z.literal('2.0'), id: Id.nullable(), error: z.unknown() }),
]);
export type RpcMessage = z.output<typeof RpcMessage>;

export interface RpcRequest {
  readonly id: string | number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type RpcReply =
  | { readonly jsonrpc: '2.0'; readonly id: string | number; readonly result: object }
  | {
      readonly jsonrpc: '2.0';
      readonly id: string | number | null;
      readonly error: { readonly code: number; readonly message: string };
    };

/** Codes of JSON-RPC. */
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;

export const resultOf = (id: RpcRequest['id'], result: object): RpcReply => ({ jsonrpc: '2.0', id, result });

export const errorOf = (id: RpcRequest['id'] | null, code: number, message: string): RpcReply => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

/** The request in a message; null for a notification or an answer, which get none. */
export const requestOf = (message: RpcMessage): RpcRequest | null =>
  'method' in message && 'id' in message
    ? { id: message.id, method: message.method, params: message.params ?? {} }
    : null;
