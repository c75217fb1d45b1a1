import { hash } from 'node:crypto';
import { answerQuestion, type DocsAnswer } from './ask/answer-question.ts';
import { createIndex, type SearchIndex } from './ask/create-index.ts';
import { findSections, type Question } from './ask/find-sections.ts';
import { docsPages } from './docs-pages.ts';
import { type DocPage, markdownPathOf, pathOf } from './pages/doc-page.ts';
import { DOCS_FOLDER, readPictures } from './pages/read-pages.ts';
import { DOCS_STYLE } from './render/docs-style.ts';
import { type Frame, layout, menuOf } from './render/layout.ts';
import { type RenderScope, renderMarkdown } from './render/render-markdown.ts';
import { searchHtml } from './render/search-page.ts';

/** One file as it is sent. */
export interface Asset {
  readonly contentType: string;
  readonly body: string;
  readonly etag: string;
  /** True: the path changes with the content, so it may be kept for ever. */
  readonly isImmutable: boolean;
}

/** All documents of this version, rendered once. */
export interface DocsSite {
  readonly pages: ReadonlyMap<string, DocPage>;
  /** By path: `/docs/concepts`, `/docs/concepts.md`, `/llms.txt`. */
  readonly assets: ReadonlyMap<string, Asset>;
  ask(question: Question, baseUrl: string): DocsAnswer;
  /** The page of a search; `question` is not empty. */
  searchPage(question: string): string;
  /** What is shown where there is no page. */
  readonly missingPage: string;
}

const HTML = 'text/html; charset=utf-8';
const MARKDOWN = 'text/markdown; charset=utf-8';
const PLAIN = 'text/plain; charset=utf-8';
const MOST_FOUND = 10;

const assetOf = (contentType: string, body: string, isImmutable = false): Asset => ({
  contentType,
  body,
  etag: `"${hash('sha256', body, 'base64url').slice(0, 27)}"`,
  isImmutable,
});

function listForPrograms(pages: readonly DocPage[]): string {
  const groups = menuOf(pages).map(([group, inGroup]) => {
    const lines = inGroup.flatMap((page) => [page, ...pages.filter(({ slug }) => isChildOf(slug, page.slug))]);
    return `## ${group}\n\n${lines.map(({ slug, title }) => `- [${title}](${markdownPathOf(slug)})`).join('\n')}`;
  });
  return `# Milaan

> Reconciles purchase registers with GSTR-2B and GSTR-2A, decides the input tax credit, and speaks the Max ITC API.

Each page answers questions: add \`?ask=<question>\` to its address. All pages in one file: /llms-full.txt. The API: /openapi.json.

${groups.join('\n\n')}
`;
}

const isChildOf = (slug: string, parent: string): boolean => parent !== '' && slug.startsWith(`${parent}/`);

const wholeText = (pages: readonly DocPage[]): string =>
  pages.map(({ slug, markdown }) => `<!-- ${markdownPathOf(slug)} -->\n\n${markdown.trim()}\n`).join('\n');

function assetsOf(pages: readonly DocPage[], scope: Omit<RenderScope, 'slug'>, frame: Frame): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const page of pages) {
    const { slug, title, markdown } = page;
    const { html, headings } = renderMarkdown(markdown, { ...scope, slug });
    const markdownPath = markdownPathOf(slug);
    const whole = layout({ title, slug, html, headings, query: '', markdownPath }, frame);
    assets.set(pathOf(slug), assetOf(HTML, whole));
    assets.set(markdownPath, assetOf(MARKDOWN, markdown));
  }
  for (const [name, picture] of readPictures()) assets.set(`/docs/pictures/${name}`, assetOf('image/svg+xml', picture));
  assets.set(frame.stylePath, assetOf('text/css; charset=utf-8', DOCS_STYLE, true));
  assets.set('/llms.txt', assetOf(PLAIN, listForPrograms(pages)));
  assets.set('/llms-full.txt', assetOf(PLAIN, wholeText(pages)));
  return assets;
}

/** What is made of the pages once for a version. */
export interface DocsContent {
  readonly pages: readonly DocPage[];
  readonly assets: ReadonlyMap<string, Asset>;
  readonly index: SearchIndex;
}

const frameOf = (pages: readonly DocPage[]): Frame => ({
  stylePath: `/docs/style-${hash('sha256', DOCS_STYLE, 'hex').slice(0, 12)}.css`,
  menu: menuOf(pages),
});

const scopeOf = (pages: readonly DocPage[]): Omit<RenderScope, 'slug'> => {
  const slugs = new Set(pages.map(({ slug }) => slug));
  return { has: (slug) => slugs.has(slug) };
};

/** Reads, renders and indexes all pages: half a second of work, which a release has done already. */
export function makeDocs(folder: URL = DOCS_FOLDER): DocsContent {
  const pages = docsPages(folder);
  return { pages, assets: assetsOf(pages, scopeOf(pages), frameOf(pages)), index: createIndex(pages) };
}

export function docsSiteOf({ pages: list, assets, index }: DocsContent): DocsSite {
  const frame = frameOf(list);
  const scope = scopeOf(list);
  const shell = (title: string, html: string, query: string): string =>
    layout({ title, slug: null, html, headings: [], query, markdownPath: null }, frame);
  return {
    pages: new Map(list.map((page) => [page.slug, page])),
    assets,
    ask: (question, baseUrl) => answerQuestion(question, index, baseUrl),
    searchPage(text) {
      const question: Question = { text, goal: null, slug: null };
      const sections = findSections(question, index).sections.slice(0, MOST_FOUND);
      const html = searchHtml({ answer: answerQuestion(question, index, ''), sections }, { ...scope, slug: '' });
      return shell(text, html, text);
    },
    missingPage: shell(
      'Not found',
      '<h1>There is no such page</h1><p>Search for it, or see <a href="/docs">all pages</a>.</p>',
      '',
    ),
  };
}

export const createDocsSite = (folder: URL = DOCS_FOLDER): DocsSite => docsSiteOf(makeDocs(folder));
