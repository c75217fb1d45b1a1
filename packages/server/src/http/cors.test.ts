import { createOpenApi } from '@milaan/contract';
import { expect, it } from 'vitest';
import type { Answer } from './answer.ts';
import { createCors } from './cors.ts';

const ANSWER: Answer = { status: 200, headers: { allow: 'GET, HEAD, OPTIONS' }, body: '' };
const from = (origin: string | null, method = 'GET', more: Record<string, string> = {}) =>
  new Request('http://milaan.test/', { method, headers: { ...(origin === null ? {} : { origin }), ...more } });

it('says nothing where it is switched off', () => {
  expect(createCors([])(from('https://a.example'), ANSWER)).toBe(ANSWER);
});

it('lets the listed sites see the answer, and no other', () => {
  const cors = createCors(['https://a.example']);
  expect(cors(from('https://a.example'), ANSWER).headers).toMatchObject({
    'access-control-allow-origin': 'https://a.example',
    'access-control-expose-headers': expect.stringContaining('retry-after'),
    vary: 'origin',
  });
  for (const origin of ['https://b.example', 'https://a.example.evil.example', 'null', null]) {
    const { headers } = cors(from(origin), ANSWER);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers.vary).toBe('origin');
  }
});

it('lets a page read every header that the contract promises, beside those that it may read anyway', () => {
  const { headers } = createCors(['*'])(from('https://a.example'), ANSWER);
  const exposed = headers['access-control-expose-headers']?.split(', ');
  const always = ['cache-control', 'content-length', 'content-type'];
  const { components } = createOpenApi() as { components: { headers: Record<string, unknown> } }; // as it is written
  const promised = Object.keys(components.headers).map((name) => name.toLowerCase());
  expect(promised.filter((name) => !always.includes(name) && !exposed?.includes(name))).toEqual([]);
});

it('answers a preflight with what may be sent, and never allows cookies', () => {
  const preflight = from('https://a.example', 'OPTIONS', { 'access-control-request-method': 'POST' });
  const { headers } = createCors(['*'])(preflight, ANSWER);
  expect(headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS');
  expect(headers['access-control-allow-headers']).toContain('idempotency-key');
  expect(headers['access-control-allow-credentials']).toBeUndefined();
});
