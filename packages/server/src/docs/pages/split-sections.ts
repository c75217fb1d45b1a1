import { anchorOf } from './anchor.ts';

/** The part of a page from one heading to the next. */
export interface Section {
  /** Empty text for what stands under the page's own title. */
  readonly anchor: string;
  readonly heading: string;
  /** Headings above it, the page's title first. */
  readonly above: readonly string[];
  /** Its lines without the heading, as they stand in the page. */
  readonly body: string;
}

const HEADING = /^(#{1,4}) (.+?)\s*$/;
const FENCE = /^(?:```|~~~)/;

/** Splits a page at its headings; lines inside code blocks are no headings. Two equal headings get `-1`, `-2` at the end. */
export function splitSections(markdown: string): readonly Section[] {
  const sections: Section[] = [];
  const trail: string[] = [];
  const seen = new Map<string, number>();
  let isCode = false;
  let heading: string | null = null;
  let level = 1;
  let lines: string[] = [];
  const close = (): void => {
    if (heading === null) return;
    const above = trail.slice(0, level - 1).filter((title) => title !== undefined);
    const anchor = anchorOf(heading);
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    const unique = times === 0 ? anchor : `${anchor}-${times}`;
    sections.push({ anchor: level === 1 ? '' : unique, heading, above, body: lines.join('\n').trim() });
  };
  for (const line of markdown.split('\n')) {
    if (FENCE.test(line)) isCode = !isCode;
    const [, marks, text] = isCode ? [] : (HEADING.exec(line) ?? []);
    if (marks === undefined || text === undefined) {
      lines.push(line);
      continue;
    }
    close();
    level = marks.length;
    heading = text.replaceAll('`', '');
    trail.length = level - 1;
    trail[level - 1] = heading;
    lines = [];
  }
  close();
  return sections;
}
