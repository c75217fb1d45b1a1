import type { Answer } from './answer.ts';
import type { ApiRequest } from './api-request.ts';

/** Which other sites' pages may call the API from a browser: none, all (`*`), or those listed by origin. */
export type CorsPolicy = readonly string[];

const EXPOSED_HEADERS = [
  'content-disposition',
  'request-id',
  'location',
  'etag',
  'retry-after',
  'x-should-retry',
  'ratelimit',
  'ratelimit-policy',
  'idempotent-replayed',
  'original-request',
  'allow',
  'www-authenticate',
  'milaan-simulated',
].join(', ');

const ALLOWED_HEADERS = [
  'authorization',
  'content-type',
  'idempotency-key',
  'filecontenttype',
  'if-match',
  'last-event-id',
  'x-clear-client-secret',
  'x-cleartax-auth-token',
  'x-cleartax-gstin',
  'x-milaan-simulate',
  'x-request-id',
].join(', ');

/** Adds the CORS fields to an answer for a page that may see it. Credentials are never a cookie, so none are allowed. */
export function createCors(origins: CorsPolicy): (request: ApiRequest, answer: Answer) => Answer {
  if (origins.length === 0) return (_, answer) => answer;
  const isAllowed = (origin: string) => origins.includes('*') || origins.includes(origin);
  return (request, answer) => {
    const origin = request.headers.get('origin');
    if (origin === null || !isAllowed(origin)) return { ...answer, headers: { ...answer.headers, vary: 'origin' } };
    const isPreflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
    const preflight = isPreflight
      ? {
          'access-control-allow-methods': answer.headers.allow ?? 'GET, POST, PUT, DELETE, OPTIONS',
          'access-control-allow-headers': ALLOWED_HEADERS,
          'access-control-max-age': '600',
        }
      : {};
    return {
      ...answer,
      headers: {
        ...answer.headers,
        vary: 'origin',
        'access-control-allow-origin': origin,
        'access-control-expose-headers': EXPOSED_HEADERS,
        ...preflight,
      },
    };
  };
}
