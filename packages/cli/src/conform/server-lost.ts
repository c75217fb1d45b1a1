import type { WireFailure } from './wire.ts';

const SENTENCES: Readonly<Record<WireFailure, string>> = {
  unreachable: 'cannot be reached',
  'timed-out': 'does not answer',
  'cut-off': 'closes the connection without an answer',
  'not-http': 'does not speak HTTP',
  'too-large': 'sends without an end',
};

/** There is no server to check, or not any more: one sentence in place of a failure for each check. */
export class ServerLost extends Error {
  override readonly name = 'ServerLost';
  readonly hint = 'Is the address right, is the server running, and does no proxy or firewall stand in between?';

  constructor(url: string, { failure, reason }: { readonly failure: WireFailure; readonly reason: string }) {
    super(`The server at ${url} ${SENTENCES[failure]}: ${reason.replace(/\.$/, '')}.`);
  }
}
