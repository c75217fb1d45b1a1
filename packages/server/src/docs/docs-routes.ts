import { gzipSync } from 'node:zlib';
import { problem } from '@milaan/contract';
import type { Answer } from '../http/answer.ts';
import { type ApiRequest, queryOf } from '../http/api-request.ts';
import type { CorsPolicy } from '../http/cors.ts';
import type { Exchange } from '../http/exchange.ts';
import { limitByAddress } from '../http/limit-by-address.ts';
import { Refusal } from '../http/refusal.ts';
import type { ServerContext } from '../http/server-context.ts';
import { faultOf, preferredForm, replyOf } from './ask/ask-call.ts';
import { loadDocsSite } from './docs-file.ts';
import type { Asset, DocsSite } from './docs-site.ts';
import { serveMcp } from './mcp/serve-mcp.ts';

/** A request that takes work: it is let in, limited and logged like a call of the API, and keeps to its error contract. */
export type DocsCall = (exchange: Exchange) => Promise<Answer>;

/** The documents by path: a response at once, work to be done, or null for any path that is not theirs. */
export type DocsRoutes = (path: string, request: ApiRequest) => Response | DocsCall | null;

const PAGE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
} as const;

const HTML = 'text/html; charset=utf-8';
const FIVE_MINUTES = 'public, max-age=300';
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Below this gzip saves less than it costs. */
const LEAST_TO_PACK = 1024;

const isOurs = (path: string): boolean =>
  path === '/docs' || path.startsWith('/docs/') || path === '/docs.md' || path.startsWith('/llms') || path === '/mcp';

/** The documents do not change while a process runs: they are loaded when the first of them is asked for. */
let site: DocsSite | null = null;
const theSite = (): DocsSite => {
  site ??= loadDocsSite();
  return site;
};

const packed = new WeakMap<Asset, Uint8Array<ArrayBuffer>>();

function packedBody(asset: Asset): Uint8Array<ArrayBuffer> {
  const known = packed.get(asset) ?? new Uint8Array(gzipSync(asset.body));
  packed.set(asset, known);
  return known;
}

function send(asset: Asset, request: ApiRequest): Response {
  const headers: Record<string, string> = {
    ...PAGE_HEADERS,
    'content-type': asset.contentType,
    etag: asset.etag,
    vary: 'accept-encoding',
    'cache-control': asset.isImmutable ? FOR_EVER : FIVE_MINUTES,
  };
  const known = request.headers.get('if-none-match');
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === asset.etag)) {
    return new Response(null, { status: 304, headers });
  }
  const isPacked = asset.body.length >= LEAST_TO_PACK && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const body = isPacked ? packedBody(asset) : asset.body;
  if (isPacked) headers['content-encoding'] = 'gzip';
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}

const htmlResponse = (status: number, body: string, more: Readonly<Record<string, string>> = {}): Response =>
  new Response(body, {
    status,
    headers: { ...PAGE_HEADERS, 'content-type': HTML, 'cache-control': 'no-store', ...more },
  });

/** @throws Refusal `rate_limit_requests` */
function keepToLimit(exchange: Exchange, server: ServerContext): void {
  const tooOften = limitByAddress(exchange, server);
  if (tooOften !== null) throw new Refusal(tooOften);
}

/** The slug of a Markdown page; null where there is none. */
function slugOf(path: string, { pages }: DocsSite): string | null {
  const name = path === '/docs.md' ? 'index' : path.slice('/docs/'.length, -'.md'.length);
  const slug = name === 'index' ? '' : name;
  return pages.has(slug) ? slug : null;
}

export function createDocsRoutes(server: ServerContext, cors: CorsPolicy): DocsRoutes {
  const { answers, settings } = server;

  const ask =
    (slug: string, query: URLSearchParams, request: ApiRequest): DocsCall =>
    async (exchange) => {
      exchange.operationId = 'askDocs';
      keepToLimit(exchange, server);
      const form = preferredForm(request.headers.get('accept'));
      if (form === null) {
        const metadata = { param: 'accept', supported: 'text/markdown, application/json' };
        throw new Refusal(problem('media_type_unsupported', { metadata }));
      }
      const question = query.get('ask') ?? '';
      const goal = query.get('goal');
      const fault = faultOf(question, goal);
      if (fault !== null) throw new Refusal(fault);
      const { contentType, body } = replyOf(
        theSite().ask({ text: question.trim(), goal, slug }, settings.baseUrl),
        form,
      );
      return answers.success(exchange, 200, body, { 'content-type': contentType });
    };

  const search =
    (question: string): DocsCall =>
    async (exchange) => {
      exchange.operationId = 'searchDocs';
      keepToLimit(exchange, server);
      const fault = faultOf(question, null);
      if (fault !== null) throw new Refusal(fault);
      const headers = { ...PAGE_HEADERS, 'content-type': HTML };
      return answers.success(exchange, 200, theSite().searchPage(question.trim()), headers);
    };

  const mcp =
    (request: ApiRequest): DocsCall =>
    async (exchange) => {
      exchange.operationId = 'mcp';
      keepToLimit(exchange, server);
      const { status, body } = await serveMcp({ request, exchange }, { site: theSite(), origins: cors }, server);
      return answers.success(exchange, status, body, request.method === 'POST' ? {} : { allow: 'POST' });
    };

  return (path, request) => {
    if (!isOurs(path)) return null;
    if (path === '/mcp') return mcp(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return htmlResponse(405, theSite().missingPage, { allow: 'GET, HEAD' });
    }
    const query = new URLSearchParams(queryOf(request.url));
    if (path === '/docs/search') {
      const question = query.get('q') ?? '';
      return question.trim() === '' ? htmlResponse(303, '', { location: '/docs' }) : search(question);
    }
    const slug = query.has('ask') && path.endsWith('.md') ? slugOf(path, theSite()) : null;
    if (slug !== null) return ask(slug, query, request);
    const unslashed = path.replace(/\/$/, '');
    if (unslashed !== path && theSite().assets.has(unslashed)) return htmlResponse(308, '', { location: unslashed });
    const asset = theSite().assets.get(path === '/docs.md' ? '/docs/index.md' : path);
    return asset === undefined ? htmlResponse(404, theSite().missingPage) : send(asset, request);
  };
}
