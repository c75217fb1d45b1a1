import type { SuccessHeader } from '../operations/define-operation.ts';

const text = (description: string, pattern?: string) => ({
  description,
  schema: { type: 'string', ...(pattern === undefined ? {} : { pattern }) },
});

/** Every response header of the API, as components of the document. */
export const RESPONSE_HEADERS = {
  'Request-Id': text('Our id of the request; the log knows it.', '^req_[0-9A-HJKMNP-TV-Z]{26}$'),
  'Cache-Control': { description: 'Answers are never stored.', schema: { type: 'string', const: 'no-store' } },
  'RateLimit-Policy': text('The limit: `"requests";q=100;w=60` is 100 requests in 60 seconds.'),
  RateLimit: text('How it stands: `"requests";r=57;t=12` is 57 left, and more in 12 seconds.'),
  'Retry-After': {
    description: 'Seconds to wait: before another try, or before the next look at a task that has not finished.',
    schema: { type: 'integer', minimum: 1 },
  },
  'X-Should-Retry': {
    description: 'Whether the same request may succeed later; overrules the status.',
    schema: { type: 'string', enum: ['true', 'false'] },
  },
  'WWW-Authenticate': text('Which credentials are asked for.'),
  'Content-Disposition': text('The name under which the file is to be kept.'),
  'Content-Length': { description: 'The size of the file in bytes.', schema: { type: 'integer', minimum: 0 } },
  ETag: text('The version of the resource.'),
  Location: text('Where the task or the workflow is.'),
  'Idempotent-Replayed': {
    description: 'Present when this is the repeated answer of an earlier request with the same key.',
    schema: { type: 'string', const: 'true' },
  },
  'Original-Request': text('The id of the request whose answer this repeats.'),
  'Milaan-Simulated': text('Present when a sandbox request ordered this answer.'),
} as const;

export type ResponseHeader = keyof typeof RESPONSE_HEADERS;

/** The headers of success that an operation names in lower case, as they are written. */
export const SUCCESS_HEADERS: Readonly<Record<SuccessHeader, ResponseHeader>> = {
  'content-disposition': 'Content-Disposition',
  'content-length': 'Content-Length',
  etag: 'ETag',
  location: 'Location',
  'retry-after': 'Retry-After',
};

export const referTo = (names: readonly ResponseHeader[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
