import { pathOf } from '../pages/doc-page.ts';
import { bestBlock, sayBriefly } from './best-block.ts';
import type { SearchIndex, Unit } from './create-index.ts';
import { type Finding, findSections, type Question } from './find-sections.ts';
import { ANSWERABLE } from './weights.ts';

export interface Excerpt {
  /** Word for word from the page's Markdown. */
  readonly text: string;
  readonly title: string;
  readonly url: string;
  readonly anchor: string;
  /** 0 to 1, against the best. */
  readonly score: number;
}

export interface Source {
  readonly title: string;
  readonly url: string;
}

export interface DocsAnswer {
  readonly question: string;
  /** Null: the documents do not answer it; the sources are then the nearest pages. */
  readonly answer: string | null;
  readonly excerpts: readonly Excerpt[];
  readonly sources: readonly Source[];
}

const MOST_EXCERPTS = 3;
/** An excerpt must be worth this part of the best one. */
const LEAST_EXCERPT_SCORE = 0.45;

/** Whether what was found answers the question, or is only the nearest that there is. */
export function isAnswerable({ coverage, strength, unknownWords }: Finding): boolean {
  const { leastConfidence, unknownWordCost, strengthGain, usualStrength } = ANSWERABLE;
  if (strength === 0) return false;
  const confidence = coverage - unknownWordCost * unknownWords + strengthGain * Math.log2(strength / usualStrength);
  return confidence >= leastConfidence;
}

const titleOf = ({ pageTitle, heading }: Unit): string =>
  pageTitle === heading ? pageTitle : `${pageTitle}: ${heading}`;

const distinct = (sources: readonly Source[]): readonly Source[] => [
  ...new Map(sources.map((source) => [source.url, source])).values(),
];

/** Answers from the pages alone. `baseUrl` is the public address of the server without a slash at its end. */
export function answerQuestion(question: Question, index: SearchIndex, baseUrl: string): DocsAnswer {
  const finding = findSections(question, index);
  const { sections, words } = finding;
  const urlOf = (unit: Unit) => `${baseUrl}${pathOf(unit.slug, unit.anchor)}`;
  const best = sections[0];
  if (best === undefined || !isAnswerable(finding)) {
    const nearest = sections.map(({ unit }) => ({ title: unit.pageTitle, url: `${baseUrl}${pathOf(unit.slug)}` }));
    return { question: question.text, answer: null, excerpts: [], sources: distinct(nearest).slice(0, MOST_EXCERPTS) };
  }
  const excerpts = sections
    .filter(({ score }) => score >= best.score * LEAST_EXCERPT_SCORE)
    .slice(0, MOST_EXCERPTS)
    .flatMap(({ unit, score }): readonly Excerpt[] => {
      const block = bestBlock(unit, words);
      if (block === undefined) return [];
      const worth = Math.round((score / best.score) * 100) / 100;
      return [{ text: block.text, title: titleOf(unit), url: urlOf(unit), anchor: unit.anchor, score: worth }];
    });
  const block = bestBlock(best.unit, words);
  const answer = block === undefined ? best.unit.heading : sayBriefly(block, words);
  const sources = distinct(excerpts.map(({ title, url }) => ({ title, url })));
  return { question: question.text, answer, excerpts, sources };
}
