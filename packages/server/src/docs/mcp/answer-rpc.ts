import * as z from 'zod';
import { errorOf, INVALID_PARAMS, METHOD_NOT_FOUND, type RpcReply, type RpcRequest, resultOf } from './json-rpc.ts';
import { TOOLS, type ToolScope, toolList } from './tools.ts';

/** Versions of the Model Context Protocol that are spoken, newest first. */
export const PROTOCOL_VERSIONS: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

const INSTRUCTIONS =
  'The documents of Milaan: reconciling purchase registers with GSTR-2B, the Max ITC API, its error codes. Ask before you guess; quote the sources.';

const Initialize = z.object({ protocolVersion: z.string() });
const CallTool = z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).optional() });

function initialize(request: RpcRequest, version: string): RpcReply {
  const read = Initialize.safeParse(request.params);
  if (!read.success) return errorOf(request.id, INVALID_PARAMS, 'protocolVersion is missing');
  const wanted = read.data.protocolVersion;
  return resultOf(request.id, {
    protocolVersion: PROTOCOL_VERSIONS.includes(wanted) ? wanted : PROTOCOL_VERSIONS[0],
    capabilities: { tools: { listChanged: false } },
    serverInfo: { name: 'milaan', title: 'Milaan documents', version },
    instructions: INSTRUCTIONS,
  });
}

function callTool(request: RpcRequest, scope: ToolScope): RpcReply {
  const read = CallTool.safeParse(request.params);
  if (!read.success) return errorOf(request.id, INVALID_PARAMS, 'name or arguments are missing or of the wrong form');
  const tool = Object.hasOwn(TOOLS, read.data.name) ? TOOLS[read.data.name] : undefined;
  if (tool === undefined) return errorOf(request.id, INVALID_PARAMS, `there is no tool ${read.data.name}`);
  return resultOf(request.id, tool.run(read.data.arguments ?? {}, scope));
}

/** Answers one request of an assistant. Nothing is remembered between requests. */
export function answerRpc(request: RpcRequest, scope: ToolScope, version: string): RpcReply {
  switch (request.method) {
    case 'initialize':
      return initialize(request, version);
    case 'ping':
      return resultOf(request.id, {});
    case 'tools/list':
      return resultOf(request.id, { tools: toolList() });
    case 'tools/call':
      return callTool(request, scope);
    default:
      return errorOf(request.id, METHOD_NOT_FOUND, `there is no method ${request.method}`);
  }
}
