import { type Check, NotChecked, type Shortfall } from './check.ts';
import { PATHS } from './checks/paths.ts';
import { givenToken } from './given-token.ts';
import { type CheckResult, type Report, reportOf, resultOf } from './report.ts';
import { createSession, type Session, type SessionSettings } from './session.ts';

const NOT_SANDBOX = 'the credentials are not those of a sandbox client';

/** Why a check cannot be made with what was given; null when it can. */
async function lackOf({ needs }: Check, session: Session): Promise<string | null> {
  const { clientSecret, token, isSandbox } = session.settings.credentials;
  if (needs === 'nothing') return null;
  if (clientSecret === null && token === null) return 'no credentials were given';
  if (needs === 'secret') return clientSecret === null ? 'no client secret was given, only a token' : null;
  if (needs === 'sandbox' && !isSandbox) return NOT_SANDBOX;
  if (needs === 'traces' && !isSandbox) return `${NOT_SANDBOX}, and it leaves traces in the workspace`;
  if (needs === 'live' && isSandbox) return 'the credentials are those of a sandbox client';
  return (await givenToken(session)).token === null ? 'the token endpoint gave no token' : null;
}

async function outcomeOf(check: Check, session: Session): Promise<NotChecked | readonly Shortfall[]> {
  const lack = await lackOf(check, session);
  return lack === null ? check.run(session) : new NotChecked(lack);
}

/**
 * Makes checks against a server and says how each ended. The slow ones run beside the others, those of all answers last.
 * @throws ServerLost when there is no server, or when it goes in the middle
 */
export async function runChecks(checks: readonly Check[], settings: SessionSettings): Promise<Report> {
  const session = createSession(settings);
  await session.send({ method: 'GET', path: PATHS.codes });
  const run = async (check: Check): Promise<CheckResult> => resultOf(check, await outcomeOf(check, session));
  const slow = new Map(checks.filter(({ isSlow }) => isSlow === true).map((check) => [check, run(check)]));
  const results: CheckResult[] = [];
  for (const check of checks.filter(({ part }) => part !== 'answers'))
    if (!slow.has(check)) results.push(await run(check));
  results.push(...(await Promise.all(slow.values())));
  for (const check of checks.filter(({ part }) => part === 'answers')) results.push(await run(check));
  const order = checks.map(({ id }) => id);
  results.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  const { clientSecret, token } = settings.credentials;
  const got = clientSecret === null ? null : (await givenToken(session)).token;
  const secrets = [clientSecret, token, got].filter((secret) => secret !== null && secret !== '') as string[]; // the filter leaves texts
  return reportOf(settings.baseUrl.href, results, secrets);
}
