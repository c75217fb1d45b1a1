import type { Field } from './create-index.ts';

/**
 * What counts how much in the search. Tuned by hand on the tuning half of `test/docs/questions.json`; the other half was
 * measured, never tuned on.
 */
export const FIELD_BOOSTS: Readonly<Record<Field, number>> = {
  heading: 4,
  pageTitle: 1.2,
  above: 1,
  askedWith: 3,
  body: 1,
};

/** A meaning (`vendor` for `supplier`) proves less than the word itself. */
export const MEANING_BOOST = 0.55;
/** A word that was corrected proves less than one that was right. */
export const CORRECTED_BOOST = 0.8;
/** Sections of the page on which the question was asked. */
export const SAME_PAGE_BOOST = 1.25;
/** The goal is background, not the question. */
export const GOAL_WEIGHT = 0.25;

/** Below these a question counts as not answered by the documents. */
export const ANSWERABLE = {
  /** Share of the question's words, weighted by their rarity, that the best section speaks of. */
  leastCoverage: 0.5,
  /** Score of the best section for each bit of rarity asked for. */
  leastStrength: 1,
} as const;
