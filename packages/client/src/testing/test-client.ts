import { createMilaanClient, type MilaanClient } from '../create-milaan-client.ts';
import { createRetryBudgets, type RetryBudgets } from '../retry/retry-budget.ts';
import type { ClientSettings } from '../settings/settings.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeFetch, type FakeFetch, type SentRequest, type Step } from './fake-fetch.ts';

export interface TestClient extends Pick<FakeFetch, 'sent'> {
  readonly milaan: MilaanClient;
  readonly clock: FakeClock;
  readonly budgets: RetryBudgets;
}

/** A client in front of a scripted network. The script is a list of steps, the last of which repeats, or a function. */
export function createTestClient(
  script: readonly Step[] | ((request: SentRequest, number: number) => Step),
  settings: Partial<ClientSettings> = {},
  random: () => number = () => 0.5,
): TestClient {
  const clock = createFakeClock();
  const budgets = createRetryBudgets();
  const answer =
    typeof script === 'function'
      ? script
      : (_: SentRequest, number: number) => script[number - 1] ?? script.at(-1) ?? {};
  const { fetch, sent } = createFakeFetch(clock, answer);
  const credentials = settings.clientSecret === undefined ? { token: 'token-1' } : {};
  const surroundings = { fetch, clock, budgets, random };
  const milaan = createMilaanClient({ baseUrl: 'https://milaan.test', ...credentials, surroundings, ...settings });
  return { milaan, clock, budgets, sent };
}

/** The error that a promise rejects with. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It should have failed.');
}
