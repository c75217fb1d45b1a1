import { hash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import MiniSearch from 'minisearch';
import { type SearchIndex, searchOptions, type Unit } from './ask/create-index.ts';
import { wordsOf } from './ask/words-of.ts';
import { type Asset, createDocsSite, type DocsContent, type DocsSite, docsSiteOf, makeDocs } from './docs-site.ts';
import type { DocPage } from './pages/doc-page.ts';
import { DOCS_FOLDER, readPages, readPictures } from './pages/read-pages.ts';

/** Beside the compiled code, where `npm run build` puts it; the source has none. */
const DOCS_FILE = new URL('docs-file.json', import.meta.url);

/** The content as JSON has it: maps and sets are lists. */
interface StoredDocs {
  /** Of the pages that it was made from. */
  readonly fingerprint: string;
  readonly pages: readonly (Omit<DocPage, 'askedWith'> & { readonly askedWith: readonly [string, string][] })[];
  readonly assets: readonly [string, Asset][];
  readonly units: readonly (Omit<Unit, 'terms'> & { readonly terms: readonly string[] })[];
  readonly known: readonly [string, number][];
  readonly frequency: readonly [string, number][];
  readonly search: ReturnType<SearchIndex['search']['toJSON']>;
}

/** Changes with any written page or picture: whoever edits them need not build to see them. */
const fingerprintOf = (folder: URL): string => {
  const written = readPages(folder).map(({ slug, markdown, askedWith }) => [slug, markdown, [...askedWith]]);
  return hash('sha256', JSON.stringify([written, [...readPictures(folder)]]));
};

/** @returns the text of the file */
export function docsText({ pages, assets, index }: DocsContent, fingerprint: string): string {
  const stored: StoredDocs = {
    fingerprint,
    pages: pages.map((page) => ({ ...page, askedWith: [...page.askedWith] })),
    assets: [...assets],
    units: index.units.map((unit) => ({ ...unit, terms: [...unit.terms] })),
    known: [...index.known],
    frequency: [...index.frequency],
    search: index.search.toJSON(),
  };
  return JSON.stringify(stored);
}

/** @returns null when the text was made from other pages */
export function docsFromText(text: string, fingerprint: string): DocsContent | null {
  const stored = JSON.parse(text) as StoredDocs; // written by this very version
  if (stored.fingerprint !== fingerprint) return null;
  const units = stored.units.map((unit) => ({ ...unit, terms: new Set(unit.terms) }));
  const options = searchOptions((words) => wordsOf(words).flatMap(({ terms }) => terms));
  return {
    pages: stored.pages.map((page) => ({ ...page, askedWith: new Map(page.askedWith) })),
    assets: new Map(stored.assets),
    index: {
      units,
      search: MiniSearch.loadJS(stored.search, options),
      known: new Map(stored.known),
      frequency: new Map(stored.frequency),
    },
  };
}

/** Writes the file that the server loads. Part of `npm run build`. */
export function writeDocsFile(): void {
  const path = fileURLToPath(DOCS_FILE);
  writeFileSync(`${path}.draft`, docsText(makeDocs(), fingerprintOf(DOCS_FOLDER)));
  renameSync(`${path}.draft`, path);
}

function readDocsFile(): DocsContent | null {
  try {
    return docsFromText(readFileSync(DOCS_FILE, 'utf8'), fingerprintOf(DOCS_FOLDER));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The documents of this version: as the build made them, or made now where they were changed or not built. */
export function loadDocsSite(): DocsSite {
  const content = readDocsFile();
  return content === null ? createDocsSite() : docsSiteOf(content);
}
