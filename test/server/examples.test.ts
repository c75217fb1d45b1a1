import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningServer } from '../../packages/server/src/index.ts';
import { ROOT } from '../support/milaan-process.ts';
import { newSecret, startServerHere } from '../support/server-here.ts';

/** The calls that the page of the server shows, each with the status that it promises. */
const EXAMPLES = [...readFileSync(join(ROOT, 'docs/server.md'), 'utf8').matchAll(/^(curl .+) # (\d{3})$/gm)].map(
  ([, command = '', status = '']) => ({ command, status: Number(status) }),
);

const folder = mkdtempSync(join(tmpdir(), 'milaan-examples-'));
const variables = new Map<string, string>();
let running: RunningServer;

beforeAll(async () => {
  running = await startServerHere(folder);
  variables.set('SECRET', await newSecret(running, 'live'));
  const secret = await newSecret(running, 'sandbox', { mode: 'sandbox' });
  const sandbox = await call(`-H "x-clear-client-secret: ${secret}" /integration/v1/authz/token`);
  variables.set('SANDBOX_TOKEN', tokenIn(await sandbox.text()));
}, 60_000);
afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tokenIn = (body: string): string => String(Object(JSON.parse(body)).access_token);

/** Does what curl would do with `-H`, `-d` and a URL. */
function call(command: string): Promise<Response> {
  const said = command.replace(/\$(\w+)/g, (_, name: string) => variables.get(name) ?? '');
  const headers = [...said.matchAll(/-H "([^:"]+): ([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  const body = / -d '([^']*)'/.exec(said)?.[1];
  const path = /(?:http:\/\/127\.0\.0\.1:8080)?(\/integration\/\S+)/.exec(said)?.[1] ?? '';
  const init = body === undefined ? {} : { method: 'POST', body };
  return fetch(running.url + path, { ...init, headers: Object.fromEntries(headers) });
}

it('the page shows calls', () => expect(EXAMPLES.length).toBeGreaterThan(5));

it('each gets the status that the page says, one after the other', async () => {
  for (const { command, status } of EXAMPLES) {
    const answer = await call(command);
    const body = await answer.text();
    expect(answer.status, `${command}: ${body}`).toBe(status);
    if (command.includes('/authz/token')) variables.set('TOKEN', tokenIn(body));
  }
});
