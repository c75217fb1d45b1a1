import type { DocsAnswer } from '../ask/answer-question.ts';
import type { FoundSection } from '../ask/find-sections.ts';
import { pathOf } from '../pages/doc-page.ts';
import { escapeHtml, type RenderScope, renderSnippet } from './render-markdown.ts';

const TEASER_LENGTH = 180;

/** Plain words of a section, without marks. */
function teaserOf(body: string): string {
  const plain = body
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\|[\s:|-]+\|$/gm, ' ')
    .replace(/[`*]/g, '')
    .replace(/[#>|]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length <= TEASER_LENGTH ? plain : `${plain.slice(0, TEASER_LENGTH).replace(/\s\S*$/, '')} …`;
}

export interface SearchResult {
  readonly answer: DocsAnswer;
  readonly sections: readonly FoundSection[];
}

/** What stands in the middle of the search page. */
export function searchHtml({ answer, sections }: SearchResult, scope: RenderScope): string {
  const { question, excerpts } = answer;
  const [first] = excerpts;
  const nearest = sections.length === 0 ? '' : ' The nearest sections:';
  const told =
    answer.answer === null || first === undefined
      ? `<p>The documents do not answer this.${nearest}</p>`
      : `<div class="answer">${renderSnippet(answer.answer, { ...scope, slug: sections[0]?.unit.slug ?? '' })}<p class="from">From ${linkTo(first.title, sections[0])}</p></div>`;
  const items = sections.map(({ unit }) => {
    const where = unit.heading === unit.pageTitle ? '' : ` <small>in ${escapeHtml(unit.pageTitle)}</small>`;
    return `<li><a href="${pathOf(unit.slug, unit.anchor)}">${escapeHtml(unit.heading)}</a>${where}<p>${escapeHtml(teaserOf(unit.body))}</p></li>`;
  });
  const list = items.length === 0 ? '' : `<ul class="found">${items.join('')}</ul>`;
  return `<h1>${escapeHtml(question)}</h1>\n${told}\n${list}`;
}

const linkTo = (title: string, found: FoundSection | undefined): string =>
  found === undefined
    ? escapeHtml(title)
    : `<a href="${pathOf(found.unit.slug, found.unit.anchor)}">${escapeHtml(title)}</a>`;
