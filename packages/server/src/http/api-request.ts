/**
 * What the server needs of a request: a part of the web's own `Request`, so that a test hands in one of those, and an
 * adapter need not make a whole one for every request.
 */
export interface ApiRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: ApiHeaders;
  readonly body: ReadableStream<Uint8Array> | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export type ApiHeaders = Pick<Headers, 'get' | 'has'>;

/** The path of an absolute URL as it stands there. */
export function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2);
  const queryAt = url.indexOf('?', start);
  return queryAt === -1 ? url.slice(start) : url.slice(start, queryAt);
}

/** The query of a URL without its question mark; empty where there is none. */
export function queryOf(url: string): string {
  const queryAt = url.indexOf('?');
  return queryAt === -1 ? '' : url.slice(queryAt + 1);
}
