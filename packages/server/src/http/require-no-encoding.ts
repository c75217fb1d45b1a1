import type { ApiHeaders } from './api-request.ts';
import { refuse } from './refusal.ts';

/** A body is read as it is. An empty header is none: an unset variable leaves it. @throws Refusal `media_type_unsupported` */
export function requireNoEncoding(headers: ApiHeaders): void {
  const encoding = headers.get('content-encoding') || 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  throw refuse('media_type_unsupported', {
    param: 'content-encoding',
    metadata: { param: 'content-encoding', supported: 'identity' },
  });
}
