import { isErrorCode } from '@milaan/contract';
import MarkdownIt from 'markdown-it';
import { anchorOf } from '../pages/anchor.ts';
import { pathOf } from '../pages/doc-page.ts';

/** A heading of a page, for its table of contents. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

export interface RenderedPage {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** What a page's text may refer to. */
export interface RenderScope {
  readonly slug: string;
  /** Whether there is a page of this slug. */
  readonly has: (slug: string) => boolean;
}

/** HTML in the text is shown, never obeyed; only links that cannot run anything are made. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

type Tokens = ReturnType<typeof markdown.parse>;
type Token = Tokens[number];

/** `../errors.md#retry`, seen from a page, as a path of the server; other links stay as they are. */
export function hrefOf(href: string, slug: string): string {
  if (/^[a-z][a-z0-9+.-]*:|^\/|^#/i.test(href)) return href;
  const [path = '', anchor = ''] = href.split('#');
  const below = new URL(path, `http://docs/${slug === '' ? 'index' : slug}`).pathname.slice(1);
  if (!path.endsWith('.md')) return `/docs/${below}`;
  const target = below.slice(0, -'.md'.length);
  return pathOf(target === 'README' || target === 'index' ? '' : target, anchor);
}

/** Markdown as HTML: headings with anchors, links between pages, error codes as links, tables that scroll on their own. */
export function renderMarkdown(text: string, scope: RenderScope): RenderedPage {
  const tokens = markdown.parse(text, {});
  const headings = anchorHeadings(tokens);
  for (const token of tokens) for (const inline of token.children ?? []) pointLink(inline, scope.slug);
  for (const token of tokens) if (token.children !== null) linkCodes(token.children, scope);
  const html = markdown.renderer
    .render(tokens, markdown.options, {})
    .replaceAll('<table>', '<div class="table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
  return { html, headings };
}

function anchorHeadings(tokens: Tokens): readonly Heading[] {
  const seen = new Map<string, number>();
  return tokens.flatMap((token, at) => {
    if (token.type !== 'heading_open') return [];
    const text = (tokens[at + 1]?.content ?? '').replaceAll('`', '');
    const base = anchorOf(text);
    const times = seen.get(base) ?? 0;
    seen.set(base, times + 1);
    const anchor = times === 0 ? base : `${base}-${times}`;
    token.attrSet('id', anchor);
    return [{ level: Number(token.tag.slice(1)), text, anchor }];
  });
}

function pointLink(token: Token, slug: string): void {
  const name = token.type === 'link_open' ? 'href' : token.type === 'image' ? 'src' : null;
  if (name === null) return;
  const target = token.attrGet(name);
  if (target !== null) token.attrSet(name, hrefOf(String(target), slug));
}

/** An error code in a sentence leads to its page. */
function linkCodes(children: Tokens, { has, slug }: RenderScope): void {
  let depth = 0;
  for (const token of children) {
    if (token.type === 'link_open') depth++;
    if (token.type === 'link_close') depth--;
    const target = `errors/${token.content}`;
    if (token.type !== 'code_inline' || depth > 0 || !isErrorCode(token.content)) continue;
    if (target === slug || !has(target)) continue;
    token.type = 'code_link';
    token.attrSet('href', pathOf(target));
  }
}

markdown.renderer.rules.code_link = (tokens, at) => {
  const token = tokens[at];
  const code = markdown.utils.escapeHtml(token?.content ?? '');
  return `<a href="${markdown.utils.escapeHtml(String(token?.attrGet('href') ?? ''))}"><code>${code}</code></a>`;
};

export const escapeHtml = (text: string): string => markdown.utils.escapeHtml(text);

/** A sentence or two of Markdown, for an answer shown on a page. */
export const renderSnippet = (text: string, scope: RenderScope): string => renderMarkdown(text, scope).html;
