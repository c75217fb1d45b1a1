import { blocksOf } from './blocks-of.ts';
import { COMMON_WORDS } from './common-words.ts';
import { correctSlip } from './correct-slip.ts';
import type { SearchIndex, Unit } from './create-index.ts';
import { QUESTION_WORDS } from './vocabulary.ts';
import {
  BACKGROUND_WEIGHT,
  COMMON_WORD_WORTH,
  CORRECTED_BOOST,
  FIELD_BOOSTS,
  MEANING_BOOST,
  QUESTION_WORD_WORTH,
  SAME_PAGE_BOOST,
  SAME_PAGE_WHOLE_BOOST,
  WHOLE_COVERAGE,
} from './weights.ts';
import { FIELD_WORDS, isMeaning, termsOf, type Word, wordsOf } from './words-of.ts';

export interface Question {
  readonly text: string;
  /** What the asker is after; counts as a second, weaker question. */
  readonly goal: string | null;
  /** Slug of the page that was asked; its own sections come first among equals. */
  readonly slug: string | null;
}

export interface FoundSection {
  readonly unit: Unit;
  readonly score: number;
  /** Without what the page and the goal added. */
  readonly ownScore: number;
}

/** What was found, and how well the best of it fits. */
export interface Finding {
  readonly sections: readonly FoundSection[];
  readonly words: readonly AskedWord[];
  /** 0 to 1: how much of the question the best section speaks of in one place, rare words counting more. */
  readonly coverage: number;
  /** Score of the best section for each bit of rarity in the question. */
  readonly strength: number;
  /** Words of the question that the documents do not have at all. */
  readonly unknownWords: number;
}

/** A word of the question, corrected where it had a slip, with what it is worth. */
export interface AskedWord extends Word {
  readonly trust: number;
  /** Bits: how much it tells sections apart. */
  readonly rarity: number;
}

const MOST_SECTIONS = 12;
/** Sections further down the list of the search have one weak word in common with the question. */
const MOST_LOOKED_AT = 150;

const STATUS = /^[2-5]\d\d$/;

/** How much a word says about the subject: words of the field all, everyday words little. */
function worthOf(text: string): number {
  if (QUESTION_WORDS.has(text)) return QUESTION_WORD_WORTH;
  // A figure of the asker's own case; those that mean something (409, 26-27) have letters, or stand in the documents.
  if (/^\d+$/.test(text) && !STATUS.test(text)) return COMMON_WORD_WORTH;
  return COMMON_WORDS.has(text) && !FIELD_WORDS.has(text) ? COMMON_WORD_WORTH : 1;
}

/** The words of a question as the documents write them. */
function askedWords(text: string, index: SearchIndex): readonly AskedWord[] {
  const { known, frequency, units } = index;
  return wordsOf(text).map((word) => {
    const corrected = known.has(word.text) ? null : correctSlip(word.text, known, FIELD_WORDS);
    const terms = corrected === null ? word.terms : termsOf(corrected);
    const most = Math.max(...terms.map((term) => (frequency.get(term) ?? 0) * (isMeaning(term) ? 0.5 : 1)));
    const worth = worthOf(word.text);
    const rarity = worth * Math.log2(1 + units.length / (0.5 + most));
    return { text: corrected ?? word.text, terms, trust: corrected === null ? 1 : CORRECTED_BOOST, rarity };
  });
}

function scoresOf(words: readonly AskedWord[], { search }: SearchIndex): ReadonlyMap<number, number> {
  const worth = new Map<string, number>();
  for (const { text, terms, trust } of words) {
    for (const term of terms) {
      const value = trust * worthOf(text) * (isMeaning(term) ? MEANING_BOOST : 1);
      worth.set(term, Math.max(worth.get(term) ?? 0, value));
    }
  }
  const found = search.search([...worth.keys()].join(' '), {
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
    boost: { ...FIELD_BOOSTS },
    boostTerm: (term) => worth.get(term) ?? 0,
    prefix: false,
    fuzzy: false,
    combineWith: 'OR',
  });
  return new Map(found.slice(0, MOST_LOOKED_AT).map(({ id, score }) => [Number(id), score]));
}

/** Share of the question, by rarity, that a section speaks of; a meaning counts for half of the word itself. */
function coverageOf(words: readonly AskedWord[], unit: Pick<Unit, 'terms'>): number {
  let asked = 0;
  let covered = 0;
  for (const { terms, rarity, trust } of words) {
    asked += rarity;
    const [own = '', ...meanings] = terms;
    if (unit.terms.has(own)) covered += rarity * trust;
    else if (meanings.some((meaning) => unit.terms.has(meaning))) covered += rarity * trust * 0.6;
  }
  return asked === 0 ? 0 : covered / asked;
}

const parts = new WeakMap<Unit, readonly Pick<Unit, 'terms'>[]>();

/** The terms of each part of a section together with those of its headings. */
function partsOf(unit: Unit): readonly Pick<Unit, 'terms'>[] {
  const known = parts.get(unit);
  if (known !== undefined) return known;
  const termsIn = (text: string) => wordsOf(text).flatMap(({ terms }) => terms);
  const frame = termsIn([unit.heading, unit.pageTitle, unit.askedWith].join(' '));
  const texts = ['', ...blocksOf(unit.body).map(({ spoken }) => spoken)];
  const made = texts.map((text) => ({ terms: new Set([...frame, ...termsIn(text)]) }));
  parts.set(unit, made);
  return made;
}

/** The same for the best single part of a section: words far apart make no answer. */
const closeCoverageOf = (words: readonly AskedWord[], unit: Unit): number =>
  Math.max(...partsOf(unit).map((part) => coverageOf(words, part)));

/** The sections that speak of a question, best first. */
export function findSections({ text, goal, slug }: Question, index: SearchIndex): Finding {
  const words = askedWords(text, index);
  const scores = scoresOf(words, index);
  // Who asks on a page leaves out what the page is about.
  const page = slug === null ? undefined : index.units.find((unit) => unit.slug === slug);
  const background = [goal ?? '', page?.pageTitle ?? ''].map((said) => scoresOf(askedWords(said, index), index));
  const sections = [...scores]
    .flatMap(([id, score]) => {
      const unit = index.units[id];
      if (unit === undefined) return [];
      // How much of the question a section covers says more than how often it repeats one word of it.
      const covered = coverageOf(words, unit);
      const ownScore = score * (0.4 + covered);
      const whole = background.reduce((sum, more) => sum + BACKGROUND_WEIGHT * (more.get(id) ?? 0), ownScore);
      const boost = covered >= WHOLE_COVERAGE ? SAME_PAGE_WHOLE_BOOST : SAME_PAGE_BOOST;
      return [{ unit, score: unit.slug === slug ? whole * boost : whole, ownScore }];
    })
    .sort((one, other) => other.score - one.score || one.unit.id - other.unit.id)
    .slice(0, MOST_SECTIONS);
  const [best] = sections;
  const rarity = words.reduce((sum, word) => sum + word.rarity, 0);
  return {
    sections,
    words,
    coverage: best === undefined ? 0 : closeCoverageOf(words, best.unit),
    strength: best === undefined || rarity === 0 ? 0 : best.ownScore / rarity,
    unknownWords: words.filter(
      ({ text, terms }) => worthOf(text) === 1 && terms.every((term) => !index.frequency.has(term)),
    ).length,
  };
}
