import type { IncomingMessage } from 'node:http';
import type { ApiHeaders, ApiRequest } from '../http/api-request.ts';
import { hasBody } from './request-time.ts';

/** Nothing that a URL would change: no escape, no dot segment, no empty segment, no fragment. */
const PLAIN_TARGET = /^(?:\/[\w~-][\w.~-]*)+(?:\?[\w.~=&,:@-]*)?$/;
const LABEL = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*';
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** A name or an IPv4 address, and no port that the scheme implies. */
const PLAIN_HOST = new RegExp(
  `^(?:${LABEL}(?:\\.${LABEL})*|${OCTET}(?:\\.${OCTET}){3})(?::(?:[1-5]\\d{4}|[1-9]\\d{3}))?$`,
);

const NO_BYTES = new ArrayBuffer(0);

/** The headers as they came; one that came several times is one list, as in the web's own `Headers`. */
class PlainHeaders implements ApiHeaders {
  readonly #raw: readonly string[];

  constructor(raw: readonly string[]) {
    this.#raw = raw;
  }

  /** `name` in lower case. */
  get(name: string): string | null {
    const raw = this.#raw;
    let found: string | null = null;
    for (let at = 0; at < raw.length; at += 2) {
      const other = raw[at] ?? '';
      if (other.length !== name.length || (other !== name && other.toLowerCase() !== name)) continue;
      found = found === null ? (raw[at + 1] ?? '') : `${found}, ${raw[at + 1] ?? ''}`;
    }
    return found;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }
}

class PlainRequest implements ApiRequest {
  readonly body = null;
  readonly headers: ApiHeaders;
  readonly method: string;
  readonly url: string;

  constructor(method: string, url: string, headers: ApiHeaders) {
    this.method = method;
    this.url = url;
    this.headers = headers;
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(NO_BYTES);
  }
}

/**
 * Most requests have no body and a target that any URL parser leaves as it is. For those the web's `Request`, its URL and
 * its stream are more than the whole answer costs. Null for any other, which Hono's adapter reads.
 */
export function plainRequestOf(incoming: IncomingMessage): ApiRequest | null {
  const { method = '', url = '', rawHeaders } = incoming;
  if ((method !== 'GET' && method !== 'HEAD' && method !== 'DELETE') || !PLAIN_TARGET.test(url)) return null;
  const headers = new PlainHeaders(rawHeaders);
  const host = headers.get('host') ?? '';
  if (!PLAIN_HOST.test(host) || hasBody(incoming)) return null;
  return new PlainRequest(method, `http://${host}${url}`, headers);
}
