/** One page of the documents. Everything else about it is made from its Markdown. */
export interface DocPage {
  /** Path below `/docs/` without an ending: `concepts`, `errors/workflow_pending`; empty text is the first page. */
  readonly slug: string;
  readonly title: string;
  /** Heading of the menu that it stands under; null: reached by links and search only. */
  readonly group: string | null;
  /** As it is served at `/docs/<slug>.md`. */
  readonly markdown: string;
  /** By anchor (empty text: the top of the page): words that people ask with and the text does not have. */
  readonly askedWith: ReadonlyMap<string, string>;
}

/** `/docs/concepts`; the first page is `/docs`. */
export const pathOf = (slug: string, anchor = ''): string =>
  `/docs${slug === '' ? '' : `/${slug}`}${anchor === '' ? '' : `#${anchor}`}`;

/** `/docs/concepts.md`; the first page is `/docs/index.md`. */
export const markdownPathOf = (slug: string): string => `/docs/${slug === '' ? 'index' : slug}.md`;
