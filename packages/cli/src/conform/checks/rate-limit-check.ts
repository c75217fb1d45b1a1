import { type Check, checksOf, NotChecked, type Shortfall } from '../check.ts';
import { andMore, shortfall } from '../expect.ts';
import type { Reply } from '../session.ts';

const LIMIT = /^"[^"]+"(?:;[a-z]+=(?:\d+|"[^"]*"))+(?:, *"[^"]+"(?:;[a-z]+=(?:\d+|"[^"]*"))+)*$/;
const hasAll = (text: string, names: readonly string[]): boolean =>
  names.every((name) => new RegExp(`;${name}=\\d+`).test(text));

function expectLimit(reply: Reply, name: string, parameters: readonly string[], example: string): readonly Shortfall[] {
  const value = reply.response?.headers[name] ?? '';
  if (LIMIT.test(value) && hasAll(value, parameters)) return [];
  return [shortfall(reply, `${name} such as ${example}`, `${name}: ${value === '' ? 'missing' : value}`)];
}

/** Who shows a good token; 503 may come from a server that turns everybody away unseen. */
const isAuthenticated = ({ hasToken, response }: Reply): boolean =>
  hasToken && response !== null && response.status !== 401 && response.status !== 503;

/** The limits as they stand, on every answer that a caller with a token has got on the way. */
export const RATE_LIMIT_CHECK: readonly Check[] = checksOf('answers', [
  {
    id: 'answer-rate-limit',
    demand: 'Every answer to a token has RateLimit-Policy and RateLimit in the syntax of the IETF draft.',
    docs: 'api#how-much-and-how-often',
    needs: 'token',
    async run({ seen }) {
      const replies = seen.filter(isAuthenticated);
      if (replies.length === 0) return new NotChecked('no answer came to a token');
      const wrong = replies.map((reply) => [
        ...expectLimit(reply, 'ratelimit-policy', ['q', 'w'], '"requests";q=100;w=60'),
        ...expectLimit(reply, 'ratelimit', ['r', 't'], '"requests";r=57;t=12'),
      ]);
      // One answer shows what is wrong; that others are no better is told with it.
      const [first = [], ...others] = wrong.filter((breaches) => breaches.length > 0);
      return first.map((breach) => andMore(breach, others.length));
    },
  },
]);
