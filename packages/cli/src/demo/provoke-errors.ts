import { createMilaanClient, MilaanError, type TriggerWorkflow } from '@milaan/client';
import type { DemoServer } from './demo-server.ts';

/** One answer of an error class, and what brought it about. */
export interface ProvokedError {
  readonly status: number;
  readonly code: string;
  readonly cause: string;
  readonly detail: string;
  readonly isRetryable: boolean;
}

/** Errors that only a server in trouble gives; a sandbox client orders them. */
const SIMULATED = [
  ['rate_limit_requests', 'simulated: too many requests'],
  ['internal_error', 'simulated: a defect of the server'],
  ['upstream_invalid_response', 'simulated: the GST provider answers nonsense'],
  ['draining', 'simulated: the server is being replaced'],
  ['upstream_timeout', 'simulated: the GST provider does not answer'],
] as const;

/**
 * Makes the server answer with an error of each class of the master, the 4XX by real faults.
 * `trigger` is a request that is accepted and takes a moment. Ends when what it started has ended.
 */
export async function provokeErrors(server: DemoServer, trigger: TriggerWorkflow): Promise<ProvokedError[]> {
  const once = { maxRetries: 0 };
  const live = createMilaanClient({ baseUrl: server.url, clientSecret: server.liveSecret, ...once });
  const stranger = createMilaanClient({ baseUrl: server.url, token: 'not-a-token', ...once });
  const wrong = { ...trigger, userInputArgs: { ...trigger.userInputArgs, pan: 'NONSENSE' } };
  const provoked = [
    await answerOf('a PAN that is none', () => live.triggerWorkflow({ body: wrong })),
    await answerOf('a token that is none', () => stranger.getConfig({})),
    await answerOf('a configuration that nobody has stored', () => live.getConfig({})),
  ];
  const { workflowId } = await live.triggerWorkflow({ body: trigger });
  provoked.push(await answerOf('a second trigger while the first runs', () => live.triggerWorkflow({ body: trigger })));
  await live.waitForWorkflow(workflowId);
  for (const [code, cause] of SIMULATED) {
    const headers = { 'x-milaan-simulate': code };
    const sandbox = createMilaanClient({ baseUrl: server.url, clientSecret: server.sandboxSecret, headers, ...once });
    provoked.push(await answerOf(cause, () => sandbox.getConfig({})));
  }
  return provoked;
}

async function answerOf(cause: string, call: () => Promise<unknown>): Promise<ProvokedError> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof MilaanError) || error.status === null) throw error;
    const { status, code, detail, retryable } = error;
    return { status, code: code ?? '', cause, detail, isRetryable: retryable };
  }
  throw new Error(`The server should have refused ${cause}.`);
}
