import type { Field } from './create-index.ts';

/**
 * What counts how much in the search. Tuned by hand on the tuning half of `test/docs/questions.json`; the other half was
 * measured, never tuned on.
 */
export const FIELD_BOOSTS: Readonly<Record<Field, number>> = {
  heading: 3,
  pageTitle: 1.2,
  above: 1,
  askedWith: 4,
  names: 1,
  body: 1,
};

/** A meaning (`vendor` for `supplier`) proves less than the word itself. */
export const MEANING_BOOST = 0.55;
/** "How" and "why" say little about the subject. */
export const QUESTION_WORD_WORTH = 0.35;
/** Everyday words say less still. */
export const COMMON_WORD_WORTH = 0.25;
/** A word that was corrected proves less than one that was right. */
export const CORRECTED_BOOST = 0.8;
/**
 * Sections of the page on which the question was asked. From 2 on questions about other things begin to suffer: asked on
 * the longest pages, the tuning half loses up to 3 points.
 */
export const SAME_PAGE_BOOST = 1.75;
/** A section of that page that speaks of the whole question: "should I retry" asked of an error code is about that code. */
export const WHOLE_COVERAGE = 0.95;
export const SAME_PAGE_WHOLE_BOOST = 3;
/** The goal, and the title of the page that was asked, are background and not the question. */
export const BACKGROUND_WEIGHT = 0.25;

/**
 * When a question counts as answered by the documents: where the two kinds of questions of the tuning half part. 95 of 100
 * answerable ones reach it, 3 of 100 unanswerable ones.
 */
export const ANSWERABLE = {
  leastConfidence: 0.5,
  /** What a word that the documents do not have takes away. */
  unknownWordCost: 0.1,
  /** What doubling the strength adds, counted from `usualStrength`. */
  strengthGain: 0.1,
  usualStrength: 16,
} as const;
