import type { Target } from './targets.ts';

/** A request as its bytes. */
export const requestText = (method: string, path: string, headers: readonly string[], body = ''): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...headers,
    ...(body === '' ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');

export const CONFIG = JSON.stringify({
  pullReturnPeriodStart: '042026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '042026',
  reconReturnPeriodEnd: '102026',
});

export async function getToken({ port, secret }: Target): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/integration/v1/authz/token`, {
    headers: { 'x-clear-client-secret': secret ?? '' },
  });
  const { access_token } = (await response.json()) as { access_token: string }; // its schema is the contract's Token
  return access_token;
}
