import { readFileSync } from 'node:fs';
import type { Status } from '@milaan/contract';
import * as z from 'zod';
import type { ApiRequest } from '../../http/api-request.ts';
import type { Exchange } from '../../http/exchange.ts';
import { readJsonBody } from '../../http/read-json-body.ts';
import type { ServerContext } from '../../http/server-context.ts';
import type { DocsSite } from '../docs-site.ts';
import { answerRpc, PROTOCOL_VERSIONS } from './answer-rpc.ts';
import { errorOf, INVALID_REQUEST, RpcMessage, requestOf } from './json-rpc.ts';

const LIMIT_BYTES = 65_536;
const MOST_IN_BATCH = 20;

const Messages = z.union([RpcMessage.transform((one) => [one]), z.array(RpcMessage).min(1).max(MOST_IN_BATCH)]);

const PackageFile = z.object({ version: z.string() });
const { version: VERSION } = PackageFile.parse(
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')),
);

/** The protocol's own statuses: it is part of the documents, which use the web's ordinary codes. */
const ordinary = (status: 202 | 400 | 403 | 405): Status => status as Status; // 202, 403, 405 are no statuses of the API

export interface McpReply {
  readonly status: Status;
  /** JSON text; empty where nothing is said. */
  readonly body: string;
}

const refused = (status: 400 | 403 | 405, message: string): McpReply => ({
  status: ordinary(status),
  body: JSON.stringify(errorOf(null, INVALID_REQUEST, message)),
});

/** A page of another site may not reach a server on its reader's own machine through a name that it controls. */
function isForeign(request: ApiRequest, allowed: readonly string[]): boolean {
  const origin = request.headers.get('origin');
  return origin !== null && !allowed.includes('*') && !allowed.includes(origin);
}

/**
 * The Model Context Protocol over Streamable HTTP: one POST, one JSON answer, no session, no stream.
 * @throws Refusal for a body that is too large or no JSON
 */
export async function serveMcp(
  { request, exchange }: { readonly request: ApiRequest; readonly exchange: Exchange },
  { site, origins }: { readonly site: DocsSite; readonly origins: readonly string[] },
  { clock, settings: { baseUrl } }: ServerContext,
): Promise<McpReply> {
  if (isForeign(request, [baseUrl, ...origins])) return refused(403, 'this site may not call');
  if (request.method !== 'POST') return refused(405, 'send requests with POST; there is no stream and no session');
  const protocol = request.headers.get('mcp-protocol-version');
  if (protocol !== null && !PROTOCOL_VERSIONS.includes(protocol)) {
    return refused(400, `protocol versions: ${PROTOCOL_VERSIONS.join(', ')}`);
  }
  const body = { mediaTypes: ['application/json'], limitBytes: LIMIT_BYTES };
  const read = Messages.safeParse(await readJsonBody(request, body, clock, exchange.onBodyWanted));
  if (!read.success) return refused(400, 'the body is no JSON-RPC message');
  const scope = { site, baseUrl };
  const replies = read.data.flatMap((message) => {
    const asked = requestOf(message);
    return asked === null ? [] : [answerRpc(asked, scope, VERSION)];
  });
  const [first] = replies;
  if (first === undefined) return { status: ordinary(202), body: '' };
  return { status: 200, body: JSON.stringify(read.data.length === 1 ? first : replies) };
}
