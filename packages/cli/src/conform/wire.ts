import type { ObservedResponse, Received } from '@milaan/contract/conformance';

/** A right HTTP request. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The length of the body is not announced. */
  readonly isChunked: boolean;
}

/**
 * Why there is no answer. `unreachable`: no connection. `timed-out`: not whole in time. `cut-off`: the connection ended
 * first. `not-http`: what came is something else. `too-large`: more came than anybody needs.
 */
export type WireFailure = 'unreachable' | 'timed-out' | 'cut-off' | 'not-http' | 'too-large';

export type WireOutcome =
  | { readonly response: ObservedResponse }
  | { readonly failure: WireFailure; readonly reason: string };

/** Bytes on a connection, whatever they are. */
export interface Talk {
  readonly bytes: string;
  /** Methods of the requests in the bytes; null where they are not clear. */
  readonly methods: readonly (string | null)[];
  /**
   * `answered`: until there is an answer for each method. `finished`: says that nothing more comes, and waits for the
   * server to close. `silent`: says nothing more, and waits for the server to close.
   */
  readonly ending: 'answered' | 'finished' | 'silent';
  /** How long the whole conversation may take. */
  readonly patienceMs: number;
}

export interface Talked {
  readonly responses: readonly Received[];
  /** What came that is no complete answer, and why it is not. */
  readonly rest: string;
  readonly breach: string | null;
  readonly end: 'answered' | 'closed' | 'patience' | 'unreachable';
}

/** How the server is reached: the network, or a script in a test. Neither ever rejects. */
export interface Wire {
  send(request: WireRequest): Promise<WireOutcome>;
  talk(origin: URL, talk: Talk): Promise<Talked>;
}
