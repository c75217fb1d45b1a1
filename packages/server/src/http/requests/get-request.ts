import { problemsOf } from '@milaan/contract';
import { findRequest } from '../../requests/find-request.ts';
import type { Handler } from '../handler.ts';
import { showRequest } from './show-request.ts';

const refuse = problemsOf<'getRequest'>();

/** What became of a request. One of another workspace is as unknown as one that never was, and one that is forgotten. */
export const getRequest: Handler<'getRequest'> = async ({ request, caller }, server) => {
  const { requestId } = request.pathParams;
  const found = await findRequest(caller.workspaceId, requestId, server);
  if (found === undefined) return refuse('resource_missing', { metadata: { param: 'requestId' } });
  return { status: 200, body: showRequest(found, server.settings.baseUrl) };
};
