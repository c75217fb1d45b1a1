import MiniSearch, { type Options } from 'minisearch';
import type { DocPage } from '../pages/doc-page.ts';
import { type Section, splitSections } from '../pages/split-sections.ts';
import { FIELD_WORDS, type Word, wordsOf } from './words-of.ts';

/** A section with the page that it belongs to: the unit that is found. */
export interface Unit extends Section {
  readonly id: number;
  readonly slug: string;
  readonly pageTitle: string;
  readonly askedWith: string;
  /** Terms of the whole unit, to tell how much of a question it speaks of. */
  readonly terms: ReadonlySet<string>;
}

export interface SearchIndex {
  readonly units: readonly Unit[];
  readonly search: MiniSearch<Unit>;
  /** Words as written, with how often: what a slip is corrected to. */
  readonly known: ReadonlyMap<string, number>;
  /** In how many units a term occurs. */
  readonly frequency: ReadonlyMap<string, number>;
}

export const FIELDS = ['heading', 'pageTitle', 'above', 'askedWith', 'names', 'body'] as const;
export type Field = (typeof FIELDS)[number];

const textOf = (unit: Unit, field: string): string => {
  switch (field) {
    case 'names':
      // Codes, flags and columns: a question that has one is about it.
      return [...unit.body.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name).join(' ');
    case 'above':
      return unit.above.slice(1).join(' ');
    case 'heading':
    case 'pageTitle':
    case 'askedWith':
    case 'body':
      return unit[field];
    default:
      return String(unit.id);
  }
};

/** How units are indexed; the same for an index that was made elsewhere. */
export const searchOptions = (tokenize: (text: string) => string[]): Options<Unit> => ({
  fields: [...FIELDS],
  idField: 'id',
  extractField: textOf,
  tokenize,
  processTerm: (term) => term,
});

/** Builds the index of all sections of all pages. */
export function createIndex(pages: readonly DocPage[]): SearchIndex {
  // Each text is taken apart once: here for the unit, and again for the index.
  const taken = new Map<string, readonly Word[]>();
  const wordsIn = (text: string): readonly Word[] => {
    const words = taken.get(text) ?? wordsOf(text);
    taken.set(text, words);
    return words;
  };
  const known = new Map<string, number>([...FIELD_WORDS].map((word) => [word, 1]));
  const frequency = new Map<string, number>();
  const units: Unit[] = [];
  for (const page of pages) {
    for (const section of splitSections(page.markdown)) {
      const askedWith = page.askedWith.get(section.anchor) ?? '';
      const words = [section.heading, page.title, askedWith, section.body].flatMap(wordsIn);
      const terms = new Set(words.flatMap((word) => word.terms));
      for (const { text } of words) known.set(text, (known.get(text) ?? 0) + 1);
      for (const term of terms) frequency.set(term, (frequency.get(term) ?? 0) + 1);
      units.push({ ...section, id: units.length, slug: page.slug, pageTitle: page.title, askedWith, terms });
    }
  }
  const search = new MiniSearch<Unit>(searchOptions((text) => wordsIn(text).flatMap(({ terms }) => terms)));
  search.addAll(units);
  return { units, search, known, frequency };
}
