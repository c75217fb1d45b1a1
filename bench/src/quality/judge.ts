import { readLines } from './read-lines.ts';
import { parseResultLine } from './result-line.ts';
import { createScorer, type Quality } from './score.ts';
import { createTruthBuilder, parseTruth, type TruthIndex } from './truth-index.ts';

export interface Judgement {
  readonly quality: Quality;
  readonly examples: readonly Example[];
}

/** A result line that is wrong or misses something, with what is true. */
export interface Example {
  readonly what: string;
  readonly truth: readonly string[];
  readonly line: string;
}

const loadTruth = async (path: string): Promise<TruthIndex> => {
  const builder = createTruthBuilder();
  for await (const line of readLines(path)) builder.add(parseTruth(line));
  return builder.build();
};

/** Scores a `results.jsonl.gz` against a `truth.jsonl`; keeps up to `examplesPerKind` lines of every kind of error. */
export const judge = async (resultsPath: string, truthPath: string, examplesPerKind = 0): Promise<Judgement> => {
  const truth = await loadTruth(truthPath);
  const scorer = createScorer(truth);
  const examples: Example[] = [];
  const kept = new Map<string, number>();
  const keep = (what: string, externalId: string, line: string): void => {
    const count = kept.get(what) ?? 0;
    if (count >= examplesPerKind) return;
    kept.set(what, count + 1);
    examples.push({ what, truth: truth.voucher(externalId)?.links ?? [], line });
  };
  for await (const text of readLines(resultsPath)) {
    const line = parseResultLine(text);
    const verdict = scorer.add(line);
    if (verdict === 'wrong' && line.externalId !== null && line.portal !== null) {
      const voucher = truth.voucher(line.externalId);
      keep(`wrong ${line.matchType}: ${voucher?.scenario} > ${truth.holderOf(line.portal)}`, line.externalId, text);
    }
  }
  const quality = scorer.finish();
  if (examplesPerKind > 0) {
    for await (const text of readLines(resultsPath)) {
      const { externalId, matchType } = parseResultLine(text);
      if (externalId === null || !scorer.missed(externalId)) continue;
      keep(`missed (${matchType}): ${truth.voucher(externalId)?.scenario}`, externalId, text);
    }
  }
  return { quality, examples };
};
