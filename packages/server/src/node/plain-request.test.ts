import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainRequestOf } from './plain-request.ts';

function incomingOf(url: string, headers: readonly (readonly [string, string])[], method = 'GET'): IncomingMessage {
  const incoming = new IncomingMessage(new Socket());
  const rawHeaders = headers.flat();
  const known = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  return Object.assign(incoming, { method, url, rawHeaders, headers: known });
}

const HOST = ['Host', 'milaan.test:8080'] as const;

describe('plainRequestOf', () => {
  it('takes nothing whose URL would not stay as it is', () => {
    const segments = fc.array(fc.string({ unit: fc.constantFrom(...'ab1.~-_'), maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    const targets = fc.oneof(
      segments.map((names) => `/${names.join('/')}`),
      fc.string({ unit: fc.constantFrom(...'/ab.~%2e?=&#\\\t:@-'), maxLength: 20 }).map((text) => `/${text}`),
      fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).pathname + new URL(url).search),
    );
    const hosts = fc.oneof(
      fc.constantFrom('milaan.test', '127.0.0.1:8080', 'a-b.example:65000'),
      fc.domain(),
      fc.ipV4Extended(),
      fc.tuple(fc.domain(), fc.integer({ min: 0, max: 70_000 })).map(([host, port]) => `${host}:${port}`),
      fc.string({ unit: fc.constantFrom(...'a0x.-:_[]81'), maxLength: 12 }),
    );
    let taken = 0;
    fc.assert(
      fc.property(targets, hosts, (target, host) => {
        const plain = plainRequestOf(incomingOf(target, [['Host', host]]));
        if (plain === null) return;
        taken++;
        expect(new URL(`http://${host}${target}`).href).toBe(plain.url);
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('reads headers as the web does', () => {
    const names = fc.constantFrom('Accept', 'accept', 'Authorization', 'X-Request-Id', 'x-request-id', 'Content-Type');
    const pairs = fc.array(fc.tuple(names, fc.string({ unit: fc.constantFrom(...'ab,;= '), maxLength: 6 })));
    fc.assert(
      fc.property(pairs, (headers) => {
        const trimmed = headers.map(([name, value]) => [name, value.trim()] as const);
        const web = new Headers(trimmed.map(([name, value]): [string, string] => [name, value]));
        const plain = plainRequestOf(incomingOf('/a', [HOST, ...trimmed]))?.headers;
        for (const name of ['accept', 'authorization', 'x-request-id', 'content-type', 'x-none']) {
          expect(plain?.get(name)).toBe(web.get(name));
          expect(plain?.has(name)).toBe(web.has(name));
        }
      }),
    );
  });

  it.each([
    ['a body of a known length', incomingOf('/a', [HOST, ['Content-Length', '3']])],
    ['a body of an unknown length', incomingOf('/a', [HOST, ['Transfer-Encoding', 'chunked']])],
    ['a POST', incomingOf('/a', [HOST], 'POST')],
    ['no host', incomingOf('/a', [])],
    ['two hosts', incomingOf('/a', [HOST, HOST])],
    ['an absolute target', incomingOf('http://milaan.test/a', [HOST])],
    ['an escape', incomingOf('/a%2fb', [HOST])],
    ['the port that http implies', incomingOf('/a', [['Host', 'milaan.test:80']])],
  ])("leaves %s to the web's own Request", (_, incoming) => expect(plainRequestOf(incoming)).toBeNull());
});
