import { code, FIELDS, type Field, LEVELS } from '../compare/levels-sql.ts';
import type { LevelParameters, MatchWeights } from './default-weights.ts';

/** Number levels that identify a document by themselves; the weaker ones need the prior of their pool. */
export const STRONG_NUMBER = `number <= ${code('number', 'SERIAL')}`;

const bits = (m: number, u: number): number => Math.log2(m / u);

/** Measured chance agreement of a level: SQL over the rows `b`, `p`. */
const frequencyUSql = (field: Field, level: string): string => {
  if (field === 'date') return 'greatest(b.date_u, p.date_u)';
  const amount = 'greatest(b.amount_u, p.amount_u)';
  return level === 'EQUAL' ? amount : `least(1, 3 * ${amount} + 0.0005)`;
};

const levelWeightSql = (field: Field, level: string, { m, u }: LevelParameters): string => {
  if (u === 'frequency') return `log2(${m} / ${frequencyUSql(field, level)})`;
  // A serial that several of the supplier's documents of the year share says that much less.
  if (field === 'number' && (level === 'DIGITS' || level === 'SERIAL'))
    return `${bits(m, u)} - log2(greatest(b.serial_n, p.serial_n))`;
  return String(bits(m, u));
};

/** SQL of the weight of one field, in bits, over `c` (level codes), `b` and `p` (rows of `work.rest_*`). */
export const weightSql = (weights: MatchWeights, field: Field): string => {
  const parameters: Readonly<Record<string, LevelParameters>> = weights[field];
  const cases = LEVELS[field].map((level, index) => {
    const levelParameters = parameters[level];
    if (levelParameters === undefined) throw new Error(`weights of ${field} lack the level ${level}`);
    return `WHEN ${index} THEN ${levelWeightSql(field, level, levelParameters)}`;
  });
  return `CASE c.${field} ${cases.join(' ')} END`;
};

/** Prior of a pair whose numbers do not identify it: how many such documents of the pool have a partner at all, and how many rivals. */
export const priorSql = (weights: MatchWeights): string =>
  `CASE WHEN c.${STRONG_NUMBER} THEN 0 ELSE log2(${weights.weakPairPrior} / greatest(1, coalesce(wb.n, 0), coalesce(wp.n, 0))) END`;

export const scoreSql = (weights: MatchWeights): string =>
  [priorSql(weights), ...FIELDS.map((field) => weightSql(weights, field))].map((sql) => `(${sql})`).join(' + ');
