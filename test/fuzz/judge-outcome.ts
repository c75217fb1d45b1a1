import { checkResponse, type ObservedRequest } from '../../packages/contract/src/conformance/index.ts';
import type { Outcome } from './converse.ts';
import type { Script } from './script-arbitrary.ts';

const UNCLEAR: ObservedRequest = { method: null, path: null };

/** Everything in the outcome of a conversation that breaks the contract; empty when nothing does. */
export function judgeOutcome({ owed, conversation }: Script, outcome: Outcome): string[] {
  const wrong: string[] = [];
  const { responses, end, rest, breach } = outcome;
  if (breach !== null) wrong.push(`not HTTP: ${breach}`);
  if (end === 'patience')
    wrong.push(`the server neither answered nor closed after ${responses.length} answers and ${rest.length} bytes`);
  for (const [index, response] of responses.entries()) {
    wrong.push(...checkResponse(owed?.[index] ?? UNCLEAR, response));
    if (response.status >= 500 && response.headers['milaan-simulated'] === undefined)
      wrong.push(`bad input caused ${response.status}: ${response.body}`);
  }
  if (conversation.ending !== 'reset' && rest !== '' && breach === null) wrong.push('an answer was cut off');
  const saidLast = responses.some(({ isLast }, index) => isLast && index === responses.length - 1);
  if (responses.slice(0, -1).some(({ isLast }) => isLast)) wrong.push('an answer came after the last one');
  const isShort = owed !== null && responses.length < owed.length && !saidLast;
  if (isShort || (owed !== null && responses.length > owed.length))
    wrong.push(`${owed?.length} requests got ${responses.length} answers`);
  return wrong;
}
