import { type Block, blocksOf } from './blocks-of.ts';
import type { Unit } from './create-index.ts';
import type { AskedWord } from './find-sections.ts';
import { wordsOf } from './words-of.ts';

/** Later blocks of a section must fit better than the first one, which most often says what the section is about. */
const FIRST_BLOCK_BONUS = 1.35;
const CODE_MALUS = 0.5;
const LONGEST_ANSWER = 420;

/** How much of the question a text speaks of, in bits of rarity. */
function fitOf(text: string, words: readonly AskedWord[]): number {
  const terms = new Set(wordsOf(text).flatMap((word) => word.terms));
  return words.reduce((sum, { terms: [own = '', ...meanings], rarity, trust }) => {
    if (terms.has(own)) return sum + rarity * trust;
    return meanings.some((meaning) => terms.has(meaning)) ? sum + rarity * trust * 0.5 : sum;
  }, 0);
}

/** The part of a section that answers best; undefined for a section without text. */
export function bestBlock(unit: Unit, words: readonly AskedWord[]): Block | undefined {
  let best: Block | undefined;
  let bestFit = -1;
  blocksOf(unit.body).forEach((block, at) => {
    const weight = (at === 0 ? FIRST_BLOCK_BONUS : 1) * (block.kind === 'code' ? CODE_MALUS : 1);
    const fit = (fitOf(block.spoken, words) + 0.01) * weight;
    if (fit <= bestFit) return;
    best = block;
    bestFit = fit;
  });
  return best;
}

const sentencesOf = (text: string): readonly string[] =>
  text.match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]*(?:\s+|$)/g) ?? [text];

/** The block as an answer: whole where it is short, otherwise its best sentence and the one after it. */
export function sayBriefly({ kind, spoken }: Block, words: readonly AskedWord[]): string {
  if (kind === 'code' || kind === 'row' || spoken.length <= LONGEST_ANSWER) return spoken.trim();
  const sentences = sentencesOf(spoken);
  const fits = sentences.map((sentence) => fitOf(sentence, words));
  const best = fits.indexOf(Math.max(...fits));
  const next = sentences[best + 1] ?? '';
  const said = sentences[best] ?? '';
  return (said.length + next.length <= LONGEST_ANSWER ? said + next : said).trim();
}
