import { judgeResponse, type ObservedResponse, RESPONSE_RULES, type ResponseRule } from '@milaan/contract/conformance';
import { codeIn, membersOf } from '../body-members.ts';
import { type Check, checksOf, NotChecked, type Shortfall } from '../check.ts';
import { andMore, requestIdOf, shortfall } from '../expect.ts';
import { groupBy } from '../group-by.ts';
import type { Reply, Session } from '../session.ts';
import { expectPage, isSameHost } from '../type-page.ts';

/** Of equal breaches so many are shown, and so many kinds. */
const MOST_SHOWN = 5;

interface Answered extends Reply {
  readonly response: ObservedResponse;
}

const answeredIn = ({ seen }: Session): readonly Answered[] =>
  seen.flatMap((reply) => (reply.response === null ? [] : [{ ...reply, response: reply.response }]));

const isError = ({ response }: Answered): boolean => response.status >= 400 || codeIn(response) !== null;
const isBodiless = ({ request }: Answered): boolean => request.method === 'HEAD' || request.method === 'OPTIONS';

/** To which answers a rule applies; the others to all. */
const APPLIES: Partial<Record<ResponseRule, (reply: Answered) => boolean>> = {
  members: isError,
  'master-row': isError,
  instance: isError,
  type: isError,
  metadata: isError,
  'should-retry': isError,
  wait: isError,
  challenge: ({ response }) => response.status === 401,
  allow: (reply) => isBodiless(reply) || codeIn(reply.response) === 'method_not_allowed',
  'no-body': isBodiless,
  success: (reply) => !isError(reply),
};

/** The first of each kind of breach, with how many answers have it. */
function shown(breaches: readonly Shortfall[]): readonly Shortfall[] {
  const kinds = groupBy(breaches, ({ came }) => came.replace(/\d+|req_\w+/g, '#'));
  return [...kinds.values()].slice(0, MOST_SHOWN).map(([one, ...others]) => andMore(one, others.length));
}

const ruleCheck = (rule: ResponseRule, demand: string): Omit<Check, 'part'> => ({
  id: `answer-${rule}`,
  demand,
  docs: 'conformance#answers',
  needs: 'nothing',
  async run(session) {
    const answers = answeredIn(session).filter(APPLIES[rule] ?? (() => true));
    if (answers.length === 0) return new NotChecked('no answer came to which it applies');
    const breaches = answers.flatMap((reply) =>
      judgeResponse(reply.request, reply.response, 'anyones')
        .filter((breach) => breach.rule === rule)
        .map(({ what }) => shortfall(reply, demand, what)),
    );
    return shown(breaches);
  },
});

const RULE_CHECKS = Object.entries(RESPONSE_RULES).map(([rule, demand]) =>
  // Object.entries forgets the keys.
  ruleCheck(rule as ResponseRule, demand),
);

/** What every answer has to keep, judged over all that the other checks have brought. They come last. */
export const ANSWER_CHECKS: readonly Check[] = checksOf('answers', [
  ...RULE_CHECKS,
  {
    id: 'answer-request-id-unique',
    demand: 'No two answers have the same Request-Id.',
    docs: 'conformance#answers',
    needs: 'nothing',
    async run(session) {
      const identified = answeredIn(session).filter(({ response }) => requestIdOf(response) !== null);
      if (identified.length < 2) return new NotChecked('fewer than two answers have one');
      const alike = groupBy(identified, ({ response }) => requestIdOf(response));
      return shown(
        [...alike.values()]
          .filter((same) => same.length > 1)
          .map(([first]) => shortfall(first, 'an id of its own', 'the id of another answer')),
      );
    },
  },
  {
    id: 'answer-type-page',
    demand: 'The type of every error leads to a page (200) on the same host.',
    docs: 'conformance#answers',
    needs: 'nothing',
    async run(session) {
      const byType = new Map<string, Answered>();
      for (const reply of answeredIn(session)) {
        const { type } = membersOf(reply.response.body);
        if (isError(reply) && typeof type === 'string' && !byType.has(type)) byType.set(type, reply);
      }
      if (byType.size === 0) return new NotChecked('no error has a type');
      const wrong: Shortfall[] = [];
      for (const [type, reply] of byType) {
        const fault = await expectPage(session, type);
        if (fault !== null)
          wrong.push(shortfall(reply, 'a page (200) on the host that was asked', `${type}: ${fault}`));
        // The others would be told the same.
        if (!isSameHost(type, session.settings.baseUrl)) break;
      }
      return wrong;
    },
  },
]);
