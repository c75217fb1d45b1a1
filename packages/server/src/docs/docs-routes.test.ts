import { gunzipSync } from 'node:zlib';
import { ERROR_CODES } from '@milaan/contract';
import { checkResponse, observe } from '@milaan/contract/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { createDocsSite } from './docs-site.ts';

let tested: TestServer;
beforeAll(async () => {
  tested = await createTestServer();
});
afterAll(() => tested.close());

const get = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  tested.app.fetch(new Request(`http://milaan.test${path}`, { method, headers }));
const ask = (question: string, more = '', headers: Readonly<Record<string, string>> = {}) =>
  get(`/docs/matching.md?ask=${encodeURIComponent(question)}${more}`, headers);

const site = createDocsSite();
const paths = [...site.assets.keys()];

describe('a page', () => {
  it.each(['/docs', '/docs/concepts', '/docs/errors', '/docs/errors/ask_empty', '/docs/reference'])(
    '%s is HTML without scripts, and the same text is Markdown',
    async (path) => {
      const page = await get(path);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const html = await page.text();
      expect(html).toMatch(/^<!doctype html>/);
      expect(html).not.toMatch(/<script|javascript:|\son\w+=/i);
      const markdown = await get(path === '/docs' ? '/docs.md' : `${path}.md`);
      expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
      expect(await markdown.text()).toMatch(/^# /);
    },
  );

  it('is not sent again to whom has it', async () => {
    const first = await get('/docs/concepts');
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toContain('max-age');
    const again = await get('/docs/concepts', { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await get('/docs/concepts', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is packed for whom can unpack it', async () => {
    const packed = await get('/docs/concepts', { 'accept-encoding': 'br, gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const plain = await get('/docs/concepts');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(await plain.text());
  });

  it('that is not there is an ordinary 404, another method an ordinary 405', async () => {
    expect((await get('/docs/nothing')).status).toBe(404);
    expect((await get('/docs/nothing.md?ask=why')).status).toBe(404);
    expect((await get('/docs/../../etc/passwd')).status).not.toBe(200);
    const post = await get('/docs/concepts', {}, 'POST');
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('is found with a slash at its end too', async () => {
    const leadsTo = async (path: string) => {
      const { status, headers } = await get(path);
      return [status, headers.get('location')];
    };
    expect(await leadsTo('/docs/')).toEqual([308, '/docs']);
    expect(await leadsTo('/docs/errors/ask_empty/')).toEqual([308, '/docs/errors/ask_empty']);
    expect(await leadsTo('/docs/nothing/')).toEqual([404, null]);
    expect(await leadsTo('//docs/')).toEqual([400, null]);
  });

  it('has no body for HEAD', async () => {
    const head = await get('/docs', {}, 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('is there for the type of every error', () =>
    expect(ERROR_CODES.filter((code) => !paths.includes(`/docs/errors/${code}`))).toEqual([]));

  it('leads only to what is there', () => {
    const broken = [...site.assets].flatMap(([path, { body, contentType }]) =>
      contentType.startsWith('text/html')
        ? [...body.matchAll(/(?:href|src)="([^"]+)"/g)]
            .map(([, target = '']) => target.replaceAll('&amp;', '&'))
            .filter((target) => !isThere(target, body))
            .map((target) => `${path} -> ${target}`)
        : [],
    );
    expect(broken).toEqual([]);
  });
});

function isThere(target: string, ownBody: string): boolean {
  if (/^https?:/.test(target)) return true;
  const [path = '', anchor] = target.split('#');
  const body = path === '' ? ownBody : site.assets.get(path)?.body;
  if (body === undefined) return path === '/docs/search' || path === '/openapi.json';
  return anchor === undefined || body.includes(`id="${anchor}"`);
}

describe('an ask', () => {
  it('answers as Markdown, with quotes that stand in the pages and sources', async () => {
    const response = await ask('one bill booked in two vouchers');
    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    const text = await response.text();
    expect(text).toMatch(/^# one bill booked in two vouchers\n\n.+group.+\n\n> /s);
    expect(text).toContain('# Sources\n\n- [Matching: Groups](http://milaan.test/docs/matching#groups)');
    const quotes = [...text.matchAll(/^> (.+)$/gm)].map(([, line = '']) => line);
    const all = [...site.pages.values()].map(({ markdown }) => markdown).join('\n');
    expect(quotes.filter((line) => !all.includes(line))).toEqual([]);
  });

  it('answers as JSON', async () => {
    const response = await ask('what does AMBIGUOUS mean', '&goal=confirm+pairs', { accept: 'application/json' });
    // biome-ignore lint/suspicious/noExplicitAny: what it is, is what this test looks at
    const answer = (await response.json()) as any;
    expect(answer).toMatchObject({ question: 'what does AMBIGUOUS mean', answer: expect.any(String) });
    const members = ['anchor', 'score', 'text', 'title', 'url'];
    expect(Object.keys(answer.excerpts[0]).sort()).toEqual(members);
    expect(answer.excerpts[0].score).toBe(1);
    expect(Object.keys(answer.sources[0])).toEqual(['title', 'url']);
  });

  it('says when the pages do not answer', async () => {
    const question = 'what is the office address of the income tax department';
    const response = await ask(question, '', { accept: 'application/json' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ question, answer: null, excerpts: [] });
    expect(await (await ask(question)).text()).toContain('do not answer');
  });

  it('keeps to the error contract', async () => {
    const judged = async (response: Response) => {
      const seen = await observe(response);
      expect(checkResponse({ method: 'GET', path: '/docs/matching.md' }, seen)).toEqual([]);
      return [seen.status, JSON.parse(seen.body).code];
    };
    expect(await judged(await ask(' '))).toEqual([400, 'ask_empty']);
    expect(await judged(await ask('x'.repeat(1001)))).toEqual([400, 'parameter_invalid']);
    expect(await judged(await ask('why', `&goal=${'x'.repeat(1001)}`))).toEqual([400, 'parameter_invalid']);
    expect(await judged(await ask('why', '', { accept: 'image/png' }))).toEqual([400, 'media_type_unsupported']);
  });

  it('is limited by address', async () => {
    const strict = await createTestServer({ limits: { addressRequests: { quota: 2, windowMs: 60_000 } } });
    const statusOf = async (path: string) => {
      const response = await strict.app.fetch(new Request(`http://milaan.test${path}`));
      return [response.status, response.headers.get('retry-after') !== null];
    };
    const path = '/docs/matching.md?ask=groups';
    expect([await statusOf(path), await statusOf(path), await statusOf(path)]).toEqual([
      [200, false],
      [200, false],
      [429, true],
    ]);
    expect(await statusOf('/docs/search?q=groups')).toEqual([429, true]);
    expect(await statusOf('/docs/matching')).toEqual([200, false]);
    await strict.close();
  });

  it('takes the page that was asked as context', () => {
    const first = (slug: string) => site.ask({ text: 'should I retry', goal: null, slug }, '').sources[0]?.url;
    expect(first('errors/draining')).toBe('/docs/errors/draining#retry');
    expect(first('errors/overloaded')).toBe('/docs/errors/overloaded#retry');
  });
});

describe('the search page', () => {
  it('shows the answer and the sections, and obeys nothing of the question', async () => {
    const page = await (
      await get(`/docs/search?q=${encodeURIComponent('<img src=x onerror=alert(1)> tolerance')}`)
    ).text();
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; tolerance');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('href="/docs/matching#tolerances"');
  });
  it('of nothing leads back', async () =>
    expect((await get('/docs/search?q=+')).headers.get('location')).toBe('/docs'));
});

describe('for programs', () => {
  it('llms.txt lists every page, llms-full.txt holds them', async () => {
    const list = await (await get('/llms.txt')).text();
    const missing = [...site.pages.values()].filter(({ title }) => !list.includes(`[${title}]`));
    expect(missing.map(({ slug }) => slug)).toEqual([]);
    expect(list.match(/\]\(([^)]+)\)/g)?.every((link) => paths.includes(link.slice(2, -1)))).toBe(true);
    const whole = await (await get('/llms-full.txt')).text();
    expect([...site.pages.values()].every(({ markdown }) => whole.includes(markdown.trim()))).toBe(true);
  });
});
