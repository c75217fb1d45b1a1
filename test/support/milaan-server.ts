import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { placeEmbeddedDatabase } from '../../packages/server/src/testing/embedded-template.ts';
import { ROOT, runMilaanProcess } from './milaan-process.ts';

/** A `milaan serve` of its own process. */
export interface Served {
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  readonly child: ChildProcess;
}

/** Starts `milaan serve` on a free port; ready once it says where it listens. `options` are its flags. */
export async function serveMilaan(...options: readonly string[]): Promise<Served> {
  const args = [join(ROOT, 'packages/cli/bin/milaan.js'), 'serve', '--port', '0', '--log-level', 'silent', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH } });
  let said = '';
  for await (const text of child.stderr) {
    said += String(text);
    const url = /listens on (\S+)\. /.exec(said)?.[1];
    if (url !== undefined) return { url, child };
  }
  throw new Error(`The server ended: ${said}`);
}

/** Ends it by a signal. @returns its exit code */
export async function endServed({ child }: Served, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
}

/** A server with one client, and what that client needs. */
export interface ServedClient {
  readonly served: Served;
  readonly secret: string;
  readonly token: string;
}

/** Starts `milaan serve` on a new data folder, for a client that the command has made. */
export async function serveClient(dataDir: string, ...options: readonly string[]): Promise<ServedClient> {
  await placeEmbeddedDatabase(dataDir);
  const where = ['--data-dir', dataDir];
  const created = await runMilaanProcess(['client', 'create', '--workspace', 'Co', '--name', 'ERP', ...where]);
  const secret = created.stdout.trim();
  const served = await serveMilaan(...where, ...options);
  return { served, secret, token: await tokenOf(served, secret) };
}

/** Changes a client's secret into a token. */
export async function tokenOf({ url }: Pick<Served, 'url'>, secret: string): Promise<string> {
  const answer = await fetch(`${url}/integration/v1/authz/token`, { headers: { 'x-clear-client-secret': secret } });
  const { access_token: token }: { access_token?: unknown } = Object(await answer.json());
  return String(token);
}
