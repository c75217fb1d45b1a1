import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../failure/usage-error.ts';
import type { Credentials } from './session.ts';

export interface ConformOptions {
  readonly clientSecret?: string;
  readonly secretFile?: string;
  readonly token?: string;
  readonly sandbox?: true;
  readonly only?: readonly string[];
  readonly json?: true;
}

const USUAL_URL = 'http://127.0.0.1:8080';

const collect = (value: string, values: readonly string[] = []): readonly string[] => [
  ...values,
  ...value.split(',').map((name) => name.trim()),
];

/** How a server is to be checked; the same for `milaan conform` and `milaan doctor <url>`. */
export const addConformOptions = (command: Command): Command =>
  command
    .option('--client-secret <secret>', 'of the client that asks [MILAAN_CLIENT_SECRET, which other users cannot see]')
    .option('--secret-file <file>', 'file that holds the client secret')
    .option('--token <token>', 'an auth token in place of a secret [MILAAN_TOKEN]')
    .option('--sandbox', 'the client is a sandbox client; known by itself where the server is Milaan')
    .option('--only <part>', 'a part or a check; repeatable', collect);

/** The base URL without a slash at its end. @throws UsageError */
export function baseUrlOf(given: string | undefined, io: CliIo): URL {
  const text = (given ?? io.env.MILAAN_URL ?? USUAL_URL).replace(/\/(?:integration(?:\/v\d+)?\/?)?$/, '');
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (isPlain && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(
    `${JSON.stringify(given ?? text)} is not the address of a server.`,
    'It is like https://milaan.company.example, without a query, a user or a password.',
  );
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`--secret-file ${file} cannot be read.`, error instanceof Error ? error.message : '');
  }
}

const used = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim();

const isSendable = (text: string | null): boolean => text === null || /^[\x21-\x7e]+$/.test(text);

/** Who asks. Flags come before the environment. @throws UsageError */
export function credentialsOf(options: ConformOptions, io: CliIo): Credentials {
  const { clientSecret, secretFile, token, sandbox } = options;
  if ([clientSecret, secretFile, token].filter((said) => said !== undefined).length > 1)
    throw new UsageError('Give one of --client-secret, --secret-file and --token.');
  const isSaid = clientSecret !== undefined || secretFile !== undefined;
  const ownToken = isSaid ? null : used(token ?? io.env.MILAAN_TOKEN);
  const secret =
    ownToken !== null
      ? null
      : used(secretFile === undefined ? (clientSecret ?? io.env.MILAAN_CLIENT_SECRET) : secretIn(secretFile));
  if (!isSendable(ownToken) || !isSendable(secret))
    throw new UsageError('The client secret or the token has characters that no header can hold.');
  const isSandbox = sandbox === true || /^m[ca][st]_sandbox_/.test(ownToken ?? secret ?? '');
  return { clientSecret: secret, token: ownToken, isSandbox };
}
