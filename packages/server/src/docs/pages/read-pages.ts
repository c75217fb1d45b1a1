import { readdirSync, readFileSync } from 'node:fs';
import { takeAskedWith } from './asked-with.ts';
import type { DocPage } from './doc-page.ts';
import { groupOf } from './site-map.ts';

/** The folder of the pages: the same from `src` and from `dist`. */
export const DOCS_FOLDER = new URL('../../../../../docs/', import.meta.url);

export const titleOf = (markdown: string): string => /^# (.+)$/m.exec(markdown)?.[1]?.replaceAll('`', '') ?? 'Untitled';

/** A page from its text; `slug` as in `DocPage`. */
export function pageOf(slug: string, text: string): DocPage {
  const { markdown, askedWith } = takeAskedWith(text);
  return { slug, title: titleOf(markdown), group: groupOf(slug), markdown, askedWith };
}

/** Every page of a folder; `README.md` is the first page. Empty where the folder is not installed. */
export function readPages(folder: URL = DOCS_FOLDER): readonly DocPage[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => {
      const slug = name === 'README.md' ? '' : name.slice(0, -'.md'.length);
      return pageOf(slug, readFileSync(new URL(name, folder), 'utf8'));
    });
}

/** The pictures of the pages by file name. */
export function readPictures(folder: URL = DOCS_FOLDER): ReadonlyMap<string, string> {
  const pictures = new URL('pictures/', folder);
  const names = namesIn(pictures).filter((name) => name.endsWith('.svg'));
  return new Map(names.map((name) => [name, readFileSync(new URL(name, pictures), 'utf8')]));
}

function namesIn(folder: URL): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
