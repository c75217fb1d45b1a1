import { LIMITS } from '@milaan/contract';
import { membersOf } from '../body-members.ts';
import { type Check, checksOf, NotChecked, type Shortfall } from '../check.ts';
import { expectCode, shortfall } from '../expect.ts';
import { givenToken } from '../given-token.ts';
import { isUncovered, type PlainRequest, type Reply, type Session } from '../session.ts';
import { JSON_BODY, NEVER_CURRENT, PATHS } from './paths.ts';

export const UNCOVERED = new NotChecked('the token does not cover the call (401 scope_insufficient)');

/** Sends with the token of the run. */
export const sendWithToken = async (session: Session, request: PlainRequest): Promise<Reply> =>
  session.sendAs((await givenToken(session)).token ?? '', request);

const FAULTY_CONFIG = { pan: 'NO-PAN', reconType: 'NO_SUCH_TYPE', noSuchMember: 1 };
const POINTERS = ['/pan', '/reconType', '/noSuchMember', '/pullReturnPeriodStart'] as const;

const ULID_OF_NOTHING = '0'.repeat(26);
const UNKNOWN_IDS = [
  ['workflowId', `/integration/v1/maxItc/workflow/wf_${ULID_OF_NOTHING}`],
  ['workflowId', `/integration/v1/maxItc/results/wf_${ULID_OF_NOTHING}`],
  ['activityId', `/integration/v1/ingest/file/purchase/status/act_${ULID_OF_NOTHING}`],
  ['webhookId', `/integration/v1/webhooks/whe_${ULID_OF_NOTHING}`],
] as const;

function expectNamed(reply: Reply, param: string): readonly Shortfall[] {
  const wrong = expectCode(reply, 'resource_missing');
  if (wrong.length > 0) return wrong;
  const named = membersOf(reply.response?.body ?? '').param;
  return named === param ? [] : [shortfall(reply, `param: ${param}`, `param: ${JSON.stringify(named)}`)];
}

/** What a server says to a caller whom it knows. */
export const PARAMETER_CHECKS: readonly Check[] = checksOf('credentials', [
  {
    id: 'faults-collected',
    demand: `All faults of a request are told at once, in errors, each with a JSON Pointer; at most ${LIMITS.faults}.`,
    docs: 'api#answers-and-errors',
    needs: 'token',
    async run(session) {
      const reply = await sendWithToken(session, {
        method: 'POST',
        path: PATHS.setConfig,
        headers: { ...JSON_BODY, ...NEVER_CURRENT },
        body: JSON.stringify(FAULTY_CONFIG),
        with: 'a body that has six faults',
      });
      if (isUncovered(reply)) return UNCOVERED;
      const codes = ['parameter_missing', 'parameter_invalid', 'parameter_unknown'] as const;
      const wrong = expectCode(reply, ...codes);
      if (wrong.length > 0) return wrong;
      const { errors } = membersOf(reply.response?.body ?? '');
      const told = JSON.stringify(errors) ?? '';
      const missing = POINTERS.filter((pointer) => !told.includes(`"${pointer}"`));
      if (missing.length === 0) return [];
      return [
        shortfall(reply, `errors with the pointers ${POINTERS.join(', ')}`, `errors without ${missing.join(', ')}`),
      ];
    },
  },
  {
    id: 'resource-missing',
    demand: 'An id that names nothing is 400 resource_missing, never 404, and param says which one.',
    docs: 'errors#400-bad-request',
    needs: 'token',
    async run(session) {
      const wrong: Shortfall[] = [];
      let covered = 0;
      for (const [param, path] of UNKNOWN_IDS) {
        const reply = await sendWithToken(session, { method: 'GET', path, with: 'the token' });
        if (isUncovered(reply)) continue;
        covered++;
        wrong.push(...expectNamed(reply, param));
      }
      return covered === 0 ? UNCOVERED : wrong;
    },
  },
]);
