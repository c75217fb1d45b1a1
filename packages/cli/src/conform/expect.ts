import { ERRORS, type ErrorCode } from '@milaan/contract';
import type { ObservedResponse } from '@milaan/contract/conformance';
import { codeIn, membersOf } from './body-members.ts';
import type { Shortfall } from './check.ts';
import type { Reply, TalkReply } from './session.ts';

const MOST_SHOWN = 160;

const cut = (text: string): string => (text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`);

/** What came, in one line. */
export function cameOf({ response, failure }: Pick<Reply, 'response' | 'failure'>): string {
  if (response === null) return `no answer: ${failure}`;
  const { status, headers, body } = response;
  const { detail } = membersOf(body);
  const code = codeIn(response);
  if (code !== null) return cut(`${status} ${code}${typeof detail === 'string' ? `: ${detail}` : ''}`);
  const shown = body === '' ? 'without a body' : JSON.stringify(body.slice(0, MOST_SHOWN));
  return cut(`${status} (${headers['content-type'] ?? 'no content-type'}) ${shown}`);
}

export const requestIdOf = (response: ObservedResponse | null): string | null =>
  response?.headers['request-id'] ?? null;

/** A shortfall of a reply; `came` in place of the whole answer where only a part of it matters. */
export const shortfall = (reply: Reply, expected: string, came: string = cameOf(reply)): Shortfall => ({
  sent: reply.sent,
  came,
  expected,
  requestId: requestIdOf(reply.response),
});

/** A shortfall that stands for so many more of its kind. */
export const andMore = (shown: Shortfall, more: number): Shortfall =>
  more === 0 ? shown : { ...shown, sent: `${shown.sent} (and ${more} more)` };

const named = (codes: readonly ErrorCode[]): string =>
  codes.map((code) => `${ERRORS[code].status} ${code}`).join(' or ');

const isOneOf = (response: ObservedResponse | null, codes: readonly ErrorCode[]): boolean =>
  response !== null && codes.some((code) => codeIn(response) === code && ERRORS[code].status === response.status);

/** The reply must be a failure with one of the codes, and its status. */
export const expectCode = (reply: Reply, ...codes: readonly ErrorCode[]): readonly Shortfall[] =>
  isOneOf(reply.response, codes) ? [] : [shortfall(reply, named(codes))];

/** The reply must have the status. */
export const expectStatus = (reply: Reply, status: number): readonly Shortfall[] =>
  reply.response?.status === status ? [] : [shortfall(reply, String(status))];

/** A reply must have a header of this form. */
export function expectHeader(reply: Reply, name: string, form: RegExp, expected: string): readonly Shortfall[] {
  const value = reply.response?.headers[name];
  if (value !== undefined && form.test(value)) return [];
  return [shortfall(reply, `${name}: ${expected}`, `${name}: ${value ?? 'missing'}`)];
}

const ENDS: Readonly<Record<TalkReply['end'], string>> = {
  answered: 'the connection stayed open',
  closed: 'the connection was closed',
  patience: 'the connection stayed open',
  unreachable: 'no connection',
};

/** What came on a bare connection, in one line. */
export function cameOnTalk({ responses, breach, rest, end }: TalkReply): string {
  const answers = responses.map((response) => cameOf({ response, failure: null }));
  const strange = breach ?? (rest === '' ? null : `what is no whole answer: ${JSON.stringify(rest.slice(0, 80))}`);
  const came = [...answers, ...(strange === null ? [] : [strange])];
  return `${came.length === 0 ? 'nothing' : came.join('; ')}, and ${ENDS[end]}`;
}

/** Bytes that are no request must be answered once, with 400 `request_malformed`, and the connection closed. */
export function expectRefused(talked: TalkReply): readonly Shortfall[] {
  const { sent, responses, breach, rest, end } = talked;
  const [only = null] = responses;
  const isRefused = isOneOf(only, ['request_malformed']) && responses.length === 1;
  if (isRefused && breach === null && rest === '' && end === 'closed') return [];
  const expected = '400 request_malformed in the shape of every error, and a closed connection';
  return [{ sent, came: cameOnTalk(talked), expected, requestId: requestIdOf(only) }];
}
