import { stemmer } from 'stemmer';
import { SPELLINGS, STOP_WORDS, SYNONYMS } from './vocabulary.ts';

/** Marks a word that stands for a meaning rather than for a spelling. */
const MEANING = '=';

const stemOf = (word: string): string => (/^[a-z]{4,}$/.test(word) ? stemmer(word) : word);

/** By word and by stem: the meanings it has. */
const MEANINGS: ReadonlyMap<string, readonly string[]> = (() => {
  const meanings = new Map<string, Set<string>>();
  for (const [meaning = '', ...words] of SYNONYMS)
    for (const word of [meaning, ...words])
      for (const form of [word, stemOf(word)])
        meanings.set(form, (meanings.get(form) ?? new Set()).add(`${MEANING}${meaning}`));
  return new Map([...meanings].map(([word, found]) => [word, [...found]]));
})();

/** One word of a text or a question. */
export interface Word {
  /** As it was written, in lower case, one spelling for all. */
  readonly text: string;
  /** What it is looked up by, its own stem first, then its meanings. */
  readonly terms: readonly string[];
}

/** Names of operations and members, `cancelWorkflow`: found by their parts too. */
const CAMEL_CASE = /\b[a-z]+(?:[A-Z][a-z0-9]+)+\b/g;

/** Text in lower case, accents away, one spelling for what has several. */
function unify(text: string): string {
  const named = text.replace(CAMEL_CASE, (name) => `${name} ${name.replace(/([a-z0-9])([A-Z])/g, '$1 $2')}`);
  const plain = named.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return SPELLINGS.reduce((so, [pattern, word]) => so.replace(pattern, word), plain);
}

/** Words of the pages come again and again; those of questions must not fill the memory. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, readonly string[]>();

export function termsOf(word: string): readonly string[] {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const stem = stemOf(word);
  const terms = [stem, ...(MEANINGS.get(word) ?? MEANINGS.get(stem) ?? [])];
  if (remembered.size < MOST_REMEMBERED) remembered.set(word, terms);
  return terms;
}

/**
 * The words of a text. Names with underscores or dashes count as a whole and in parts: `token_expired` is found by
 * "token expired" too. Words without meaning are left out, unless nothing else is there.
 */
export function wordsOf(text: string): readonly Word[] {
  const found = unify(text).match(/[\p{L}\p{N}]+(?:[_-][\p{L}\p{N}]+)*/gu) ?? [];
  return found.flatMap((whole) => {
    const parts = whole.split(/[_-]/);
    const names = parts.length > 1 ? [whole.replaceAll('-', '_'), ...parts] : [whole];
    return names
      .filter((name, at) => !STOP_WORDS.has(name) || (at === 0 && names.length > 1) || MEANINGS.has(name))
      .map((name) => ({ text: name, terms: termsOf(name) }));
  });
}

export const isMeaning = (term: string): boolean => term.startsWith(MEANING);

/** Every word that the vocabulary knows, for the correction of slips. */
export const FIELD_WORDS: ReadonlySet<string> = new Set(SYNONYMS.flat());
