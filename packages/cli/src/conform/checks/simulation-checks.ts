import { ERROR_CODES, ERRORS, type ErrorCode, SIMULATE_HEADER, SIMULATED_HEADER } from '@milaan/contract';
import { codeIn } from '../body-members.ts';
import { type Check, checksOf, type NotChecked, type Shortfall } from '../check.ts';
import { expectCode, expectHeader, shortfall } from '../expect.ts';
import { isUncovered, type Reply, type Session } from '../session.ts';
import { sendWithToken, UNCOVERED } from './parameter-checks.ts';
import { PATHS } from './paths.ts';

const order = (session: Session, code: ErrorCode): Promise<Reply> =>
  sendWithToken(session, {
    method: 'GET',
    path: PATHS.getConfig,
    headers: { [SIMULATE_HEADER]: code },
    with: `${SIMULATE_HEADER}: ${code}`,
  });

const TOKENS_OWN: ErrorCode = 'scope_insufficient';

/** Orders codes one after the other and collects what each judgement says. */
async function orderAll(
  session: Session,
  codes: readonly ErrorCode[],
  judge: (reply: Reply, code: ErrorCode) => readonly Shortfall[],
): Promise<readonly Shortfall[] | NotChecked> {
  const wrong: Shortfall[] = [];
  for (const code of codes) {
    const reply = await order(session, code);
    if (code !== TOKENS_OWN && isUncovered(reply)) return UNCOVERED;
    wrong.push(...judge(reply, code));
  }
  return wrong;
}

/** Answers to order, by which an integrator tries every row of the master. */
export const SIMULATION_CHECKS: readonly Check[] = checksOf('simulation', [
  {
    id: 'simulate-every-code',
    demand:
      'With a sandbox token, x-milaan-simulate makes an operation answer with any code of the master and its status.',
    docs: 'max-itc-connector#try-every-answer',
    needs: 'sandbox',
    run: (session) => orderAll(session, ERROR_CODES, (reply, code) => expectCode(reply, code)),
  },
  {
    id: 'simulate-headers',
    demand:
      'Such an answer has its real headers: Retry-After where the master waits, whole seconds from 1, WWW-Authenticate on a 401; and Milaan-Simulated.',
    docs: 'max-itc-connector#try-every-answer',
    needs: 'sandbox',
    run: (session) =>
      orderAll(
        session,
        ERROR_CODES.filter((code) => ERRORS[code].hasRetryAfter || ERRORS[code].status === 401),
        (reply, code) => [
          ...(ERRORS[code].hasRetryAfter
            ? expectHeader(reply, 'retry-after', /^[1-9]\d*$/, 'whole seconds from 1')
            : expectHeader(reply, 'www-authenticate', /\S/, 'which credentials are asked for')),
          ...expectHeader(reply, SIMULATED_HEADER, new RegExp(`^${code}$`), code),
        ],
      ),
  },
  {
    id: 'live-ignores-simulation',
    demand: 'A live token cannot order answers: the header is ignored.',
    docs: 'max-itc-connector#try-every-answer',
    needs: 'live',
    async run(session) {
      const reply = await order(session, 'upstream_timeout');
      const { response } = reply;
      const isOrdered = response?.headers[SIMULATED_HEADER] !== undefined;
      if (response !== null && !isOrdered && codeIn(response) !== 'upstream_timeout') return [];
      return [shortfall(reply, 'the ordinary answer. If the client is a sandbox client, say --sandbox')];
    },
  },
]);
