import type { DocPage } from '../pages/doc-page.ts';
import { pathOf } from '../pages/doc-page.ts';
import { SITE_MAP } from '../pages/site-map.ts';
import { escapeHtml, type Heading } from './render-markdown.ts';

export interface LayoutInput {
  readonly title: string;
  /** The page whose entry of the menu is marked; null for what is in no menu. */
  readonly slug: string | null;
  readonly html: string;
  readonly headings: readonly Heading[];
  /** What the search box holds. */
  readonly query: string;
  readonly markdownPath: string | null;
}

/** What all pages have around them. */
export interface Frame {
  /** Path of the style sheet; its name changes with its content. */
  readonly stylePath: string;
  readonly menu: ReturnType<typeof menuOf>;
}

const PLACES: ReadonlyMap<string, number> = new Map(
  SITE_MAP.flatMap(({ slugs }) => [...slugs]).map((slug, place) => [slug, place]),
);

const order = ({ slug }: DocPage): number => PLACES.get(slug) ?? Number.MAX_SAFE_INTEGER;

/** Groups of the menu with their pages in order. */
export const menuOf = (pages: readonly DocPage[]): readonly (readonly [group: string, pages: readonly DocPage[]])[] =>
  SITE_MAP.map(({ group }) => {
    const inGroup = pages.filter((page) => page.group === group).sort((one, other) => order(one) - order(other));
    return [group, inGroup] as const;
  }).filter(([, inGroup]) => inGroup.length > 0);

const isWithin = (slug: string | null, page: string): boolean =>
  slug === page || (page !== '' && slug !== null && slug.startsWith(`${page}/`));

function menu({ menu: entries }: Frame, slug: string | null): string {
  const groups = entries.map(([group, inGroup]) => {
    const items = inGroup.map((page) => {
      const current = isWithin(slug, page.slug) ? ' aria-current="page"' : '';
      const title = page.slug === '' ? 'Overview' : page.title;
      return `<li><a href="${pathOf(page.slug)}"${current}>${escapeHtml(title)}</a></li>`;
    });
    return `<h2>${escapeHtml(group)}</h2><ul>${items.join('')}</ul>`;
  });
  return `<nav class="menu" id="menu" aria-label="Pages">${groups.join('')}</nav>`;
}

function tableOfContents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2) return '<div class="here"></div>';
  const items = shown.map(
    ({ level, text, anchor }) =>
      `<li${level === 3 ? ' class="deep"' : ''}><a href="#${escapeHtml(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  return `<div class="here"><nav aria-label="On this page"><ul>${items.join('')}</ul></nav></div>`;
}

const searchBox = (query: string): string =>
  `<form class="search" action="/docs/search" method="get" role="search">
<input type="search" name="q" value="${escapeHtml(query)}" placeholder="Search or ask a question" aria-label="Search or ask a question" maxlength="500" required>
<button type="submit">Ask</button>
</form>`;

/** A whole page as HTML, readable without scripts; it has none. */
export function layout({ title, slug, html, headings, query, markdownPath }: LayoutInput, frame: Frame): string {
  const shownTitle = slug === '' ? 'Milaan' : `${title} · Milaan`;
  const other =
    markdownPath === null ? '' : `<link rel="alternate" type="text/markdown" href="${escapeHtml(markdownPath)}">`;
  const asText = markdownPath === null ? '' : `<a href="${escapeHtml(markdownPath)}">This page as Markdown</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(shownTitle)}</title>
<link rel="stylesheet" href="${frame.stylePath}">
${other}
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header class="top"><a class="brand" href="/docs">Milaan<span lang="hi">मिलान</span></a><a class="tomenu" href="#menu">All pages</a>${searchBox(query)}</header>
<div class="frame">
${menu(frame, slug)}
<main id="content">
${html}
<footer class="foot">${asText}<a href="/llms.txt">All pages for programs</a></footer>
</main>
${tableOfContents(headings)}
</div>
</body>
</html>
`;
}
