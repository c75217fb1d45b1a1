import { lookup as systemLookup } from 'node:dns';
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { addressInUrl } from './refusal-of-url.ts';
import { reservedKindOf } from './reserved-address.ts';

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends the attempt: its time is up, or the server stops. */
  readonly signal: AbortSignal;
  readonly allowsPrivate: boolean;
  /** How names are looked up; the system's way unless a test says otherwise. */
  readonly lookup?: typeof systemLookup;
}

/** What the receiver said, as far as anybody needs to know. */
export interface PostAnswer {
  readonly status: number;
  /** Its wish when to be asked again, as it wrote it. */
  readonly retryAfter: string | null;
}

/** The address that a URL leads to is one that no event may be sent to. */
export class AddressRefused extends Error {
  constructor(kind: string) {
    super(`The address is ${kind}.`);
    this.name = 'AddressRefused';
  }
}

/** So much of an answer is read, so that a connection ends in order; what it says is of no use. */
const MOST_ANSWER_BYTES = 65_536;

/**
 * Looks a name up and lets through only addresses that may be connected to. The connection goes to what this returns: a
 * name that leads elsewhere a moment later changes nothing.
 */
const checkedLookup =
  (lookup: typeof systemLookup): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const refused = addresses.map(({ address }) => reservedKindOf(address)).find((kind) => kind !== null);
      if (refused !== undefined) return callback(new AddressRefused(refused), '');
      if (options.all === true) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first?.address ?? '', first?.family);
    });
  };

/** Reads a little of the answer and drops the rest. */
function answerOf(request: ClientRequest): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    // Not every end is an error or an answer: after 101, which nobody asked for, the connection only closes.
    request.on('close', () => reject(new Error('The connection ended without an answer.')));
    request.on('response', (response) => {
      let length = 0;
      const finish = () => {
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null });
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        length += chunk.byteLength;
        if (length > MOST_ANSWER_BYTES) finish();
      });
      response.on('end', finish);
      response.on('error', reject);
    });
  });
}

/**
 * Sends a message on a connection of its own. Redirects are not followed.
 * @throws AddressRefused, or what the network or the signal said
 */
export async function postMessage(text: string, options: PostOptions): Promise<PostAnswer> {
  const { headers, body, signal, allowsPrivate, lookup = systemLookup } = options;
  const url = new URL(text);
  const address = addressInUrl(url);
  const kind = address === null || allowsPrivate ? null : reservedKindOf(address);
  if (kind !== null) throw new AddressRefused(kind);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
    signal,
    // A kept connection would have been checked for another message, and another webhook.
    agent: false,
    ...(allowsPrivate ? { lookup: lookup as LookupFunction } : { lookup: checkedLookup(lookup) }), // same call, narrower options
  });
  request.end(body);
  return answerOf(request);
}
