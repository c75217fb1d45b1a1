import { anchorOf } from './anchor.ts';

const ASKED = /^<!-- asked: ([\s\S]*?) -->\n?/gm;

/**
 * Takes the remarks `<!-- asked: … -->` out of a page. They stand under a heading and hold words that people ask with and
 * the text does not have; they are for the search only.
 */
export function takeAskedWith(text: string): { readonly markdown: string; readonly askedWith: Map<string, string> } {
  const askedWith = new Map<string, string>();
  for (const { index, 1: words = '' } of text.matchAll(ASKED)) {
    const [marks = '#', heading = ''] = lastHeadingBefore(text, index);
    const anchor = marks.length === 1 ? '' : anchorOf(heading);
    askedWith.set(anchor, `${askedWith.get(anchor) ?? ''} ${words}`.trim());
  }
  return { markdown: text.replace(ASKED, '').replace(/\n{3,}/g, '\n\n'), askedWith };
}

function lastHeadingBefore(text: string, index: number): readonly string[] {
  const headings = [...text.slice(0, index).matchAll(/^(#{1,4}) (.+)$/gm)];
  return headings.at(-1)?.slice(1) ?? [];
}
