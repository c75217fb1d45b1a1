import { describe, expect, it } from 'vitest';
import { EXAMPLE_REQUEST_ID } from '../errors/error-master.ts';
import { exampleProblem, problem, problemBody } from '../errors/problem.ts';
import { ERROR_CODES, type ErrorCode } from '../errors/registry.ts';
import { problemHeaders } from '../headers/problem-headers.ts';
import { WITHOUT_OPERATION } from '../operations/code-groups.ts';
import { OPERATIONS } from '../operations/table.ts';
import { checkResponse, codeOf, judgeResponse } from './judge-response.ts';
import { type ObservedResponse, observe } from './observed.ts';

const everywhere = { 'request-id': EXAMPLE_REQUEST_ID, 'cache-control': 'no-store' };
const failing = (code: ErrorCode): ObservedResponse => ({
  status: exampleProblem(code).status,
  headers: {
    ...everywhere,
    ...problemHeaders(exampleProblem(code)),
    ...(code === 'method_not_allowed' ? { allow: 'GET' } : {}),
  },
  body: JSON.stringify(
    problemBody(exampleProblem(code), { baseUrl: 'https://m.example', requestId: EXAMPLE_REQUEST_ID }),
  ),
});
const token: ObservedResponse = {
  status: 200,
  headers: { ...everywhere, 'content-type': 'application/json' },
  body: JSON.stringify({ access_token: 'mln_tok_x', valid_till: null }),
};
const askToken = { method: 'GET', path: '/integration/v1/authz/token' };
const readConfig = { method: 'GET', path: '/integration/v1/config/get?pan=ABCDE1234F' };
const elsewhere = { method: 'GET', path: '/integration/v1/nowhere' };
const unclear = { method: null, path: null };

describe('an answer that keeps the contract', () => {
  it.each(ERROR_CODES)('with %s passes', (code) => {
    expect(checkResponse(unclear, failing(code))).toEqual([]);
    expect(codeOf(failing(code))).toBe(code);
  });

  it('passes where its code is promised and nowhere else', () => {
    for (const code of ERROR_CODES) {
      const promised = OPERATIONS.getConfig.codes.some((known) => known === code);
      expect(checkResponse(readConfig, failing(code))).toEqual(
        promised ? [] : [`${code} is not promised by getConfig`],
      );
      const unrouted = WITHOUT_OPERATION.some((known) => known === code);
      expect(checkResponse(elsewhere, failing(code))).toEqual(
        unrouted ? [] : [`${code} is not promised by a request without an operation`],
      );
    }
  });

  it('may have any code when it was ordered so', () => {
    const { status, headers, body } = failing('ask_empty');
    expect(
      checkResponse(readConfig, { status, body, headers: { ...headers, 'milaan-simulated': 'ask_empty' } }),
    ).toEqual([]);
  });

  it('passes as a success', () => expect(checkResponse(askToken, token)).toEqual([]));

  it('may repeat a name of the caller, braces and all', () => {
    const named = problem('parameter_unknown', { metadata: { param: ' {A0}' } });
    const body = problemBody(named, { baseUrl: 'https://m.example', requestId: EXAMPLE_REQUEST_ID });
    const headers = { ...everywhere, ...problemHeaders(named) };
    expect(checkResponse(readConfig, { status: 400, headers, body: JSON.stringify(body) })).toEqual([]);
  });

  it('is not asked of pages and probes', () =>
    expect(checkResponse({ method: 'GET', path: '/health/live' }, { status: 404, headers: {}, body: '' })).toEqual([]));

  it('is the same when it is observed from a Response', async () => {
    const { status, headers, body } = failing('draining');
    expect(await observe(new Response(body, { status, headers }))).toEqual(failing('draining'));
  });
});

const good = failing('overloaded');
const header = (name: string, value: string | undefined): ObservedResponse => {
  const { [name]: _, ...others } = good.headers;
  return { ...good, headers: value === undefined ? others : { ...others, [name]: value } };
};
const member = (change: object): ObservedResponse => ({
  ...good,
  body: JSON.stringify({ ...JSON.parse(good.body), ...change }),
});

describe('a breach', () => {
  it.each<[string, ObservedResponse, RegExp]>([
    ['status outside the list', { ...good, status: 404 }, /404 is not in the master/],
    ['status of another code', { ...good, status: 500 }, /came with 500/],
    ['no request id', header('request-id', undefined), /no request-id/],
    ['request id of another', header('request-id', 'req_01K5QZ3V9T8R7M6N5P4Q3S2T1W'), /another request id/],
    ['stored by a cache', header('cache-control', undefined), /no-store/],
    ['HTML', header('content-type', 'text/html'), /not problem\+json/],
    ['not JSON', { ...good, body: '<html>' }, /not JSON/],
    ['empty body', { ...good, body: '' }, /not JSON/],
    ['unknown code', member({ code: 'not_found' }), /not in shape/],
    ['extra member', member({ stack: 'x' }), /not in shape/],
    ['other title', member({ title: 'Oops' }), /another title/],
    ['gap in the sentence', member({ detail: 'The limit {limit} is spent.' }), /other than the metadata/],
    ['leaked stack', member({ detail: 'Error\n    at run (file.ts:1:2)' }), /leaks/],
    ['leaked SQL', member({ detail: 'select * from tokens where id = 1' }), /leaks/],
    ['no hint to retry', header('x-should-retry', undefined), /x-should-retry/],
    ['no wait', header('retry-after', undefined), /has no wait/],
    ['wait of 0', header('retry-after', '0'), /retry-after is 0/],
    ['wait as a date', header('retry-after', 'Sun, 22 Nov 2026 00:00:00 GMT'), /retry-after is Sun/],
    ['wait that is too short', member({ retryAfterMs: 1001 }), /shorter than retryAfterMs/],
    ['wait that is too long', header('retry-after', '2'), /not retryAfterMs rounded up/],
    ['wait before the limit ends', header('ratelimit', '"requests";r=0;t=2'), /shorter than t/],
    ['names its software', header('x-powered-by', 'Express'), /names its software/],
    [
      'members in another order',
      { ...good, body: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(good.body)).reverse())) },
      /another order/,
    ],
  ])('%s is found', (_, response, what) => expect(checkResponse(unclear, response).join('\n')).toMatch(what));

  it.each<[string, ErrorCode, string, RegExp]>([
    ['401 without a challenge', 'token_missing', 'www-authenticate', /no www-authenticate/],
    ['method_not_allowed without Allow', 'method_not_allowed', 'allow', /no allow/],
  ])('%s is found', (_, code, name, what) => {
    const { [name]: dropped, ...headers } = failing(code).headers;
    expect(dropped).toBeDefined();
    expect(checkResponse(unclear, { ...failing(code), headers }).join()).toMatch(what);
  });

  it.each<[string, { method: string; path: string }, ObservedResponse, RegExp]>([
    ['success that is not promised', askToken, { ...token, status: 201 }, /201 is not promised/],
    ['success of nothing', elsewhere, token, /200 is not promised/],
    [
      'success in another shape',
      askToken,
      { ...token, body: '{"access_token":"x","valid_till":null,"error":"y"}' },
      /not in shape/,
    ],
    ['success that is not JSON', askToken, { ...token, body: 'ok' }, /not JSON/],
    ['HEAD with a body', { ...askToken, method: 'HEAD' }, token, /HEAD has a body/],
    ['OPTIONS without Allow', { ...askToken, method: 'OPTIONS' }, { ...token, body: '' }, /no allow/],
    ['no ETag', readConfig, { ...token, body: '{}' }, /etag is missing/],
  ])('%s is found', (_, request, response, what) => expect(checkResponse(request, response).join('\n')).toMatch(what));
});

describe('an answer of somebody else', () => {
  it('may have sentences of its own and name its proxy', () => {
    const foreign = { ...member({ detail: 'Come back later.' }), headers: { ...good.headers, server: 'nginx' } };
    expect(judgeResponse(unclear, foreign, 'anyones')).toEqual([]);
    expect(judgeResponse(unclear, foreign, 'ours').map(({ rule }) => rule)).toEqual(['own', 'own']);
  });

  it.each<[string, ObservedResponse]>([
    ['status', { ...good, status: 404 }],
    ['wait', header('retry-after', undefined)],
    ['should-retry', header('x-should-retry', undefined)],
    ['request-id', header('request-id', undefined)],
  ])('that breaks the rule of %s is told so', (rule, response) =>
    expect(judgeResponse(unclear, response, 'anyones').map((breach) => breach.rule)).toContain(rule),
  );
});
