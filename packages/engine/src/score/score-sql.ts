import { code, FIELDS, type Field, LEVELS } from '../compare/levels-sql.ts';
import { type LevelParameters, type MatchWeights, NUMBER_LEVELS } from './default-weights.ts';

/** Number levels that identify a document by themselves; the weaker ones need the prior of their pool. */
export const STRONG_NUMBER = `number <= ${code('number', 'DIGITS')}`;

const bits = (m: number, u: number): number => Math.log2(m / u);

/**
 * How much of the number's weight is lost across two registrations of one supplier: both count from 1, so the chance that the other
 * one issued the same serial to us is about its documents over the serials of that length.
 */
const crossingSql = (weights: MatchWeights): string => {
  const own = NUMBER_LEVELS.slice(0, code('number', 'DIGITS') + 1).map(
    (level, index) => `WHEN ${index} THEN ${weights.number[level].u}`,
  );
  const chance = 'least(0.5, greatest(b.pool, p.pool) / pow(10, least(9, length(p.serial))))';
  return `log2(greatest(1, coalesce(${chance}, 0.5) / CASE c.number ${own.join(' ')} ELSE 0.5 END))`;
};

/** Chance agreement over both pools: the larger one knows more. */
const pooledSql = (column: string): string => `((b.${column} * b.pool + p.${column} * p.pool) / (b.pool + p.pool))`;

/** Measured chance agreement of a level: SQL over the rows `b`, `p`. */
const frequencyUSql = (field: Field, level: string): string => {
  if (field === 'date') return pooledSql('date_u');
  const amount = pooledSql('amount_u');
  return level === 'EQUAL' ? amount : `least(1, 3 * ${amount} + 0.0005)`;
};

/** SQL of the weight of one level, in bits; a plain number where nothing is measured. */
export const levelWeightSql = (weights: MatchWeights, field: Field, level: string): string => {
  const parameters: Readonly<Record<string, LevelParameters>> = weights[field];
  const levelParameters = parameters[level];
  if (levelParameters === undefined) throw new Error(`weights of ${field} lack the level ${level}`);
  const { m, u } = levelParameters;
  if (u === 'frequency') return `log2(${m} / ${frequencyUSql(field, level)})`;
  // A serial that several of the supplier's documents of the year share says that much less.
  if (field === 'number' && level === 'DIGITS') return `${bits(m, u)} - log2(greatest(b.serial_n, p.serial_n))`;
  if (level === 'SAME_PAN_SAME_NUMBER') return `${bits(m, u)} - ${crossingSql(weights)}`;
  return String(bits(m, u));
};

/** SQL of the weight of one field, in bits, over `c` (level codes), `b` and `p` (rows of `work.rest_*`). */
const weightSql = (weights: MatchWeights, field: Field): string => {
  const cases = LEVELS[field].map((level, index) => `WHEN ${index} THEN ${levelWeightSql(weights, field, level)}`);
  return `CASE c.${field} ${cases.join(' ')} END`;
};

/** Prior of a pair whose numbers do not identify it: how many such documents of the pool have a partner at all, and how many rivals. */
export const priorSql = (weights: MatchWeights): string =>
  `CASE WHEN c.${STRONG_NUMBER} THEN 0 ELSE log2(${weights.weakPairPrior} / greatest(1, coalesce(wb.n, 0), coalesce(wp.n, 0))) END`;

export const scoreSql = (weights: MatchWeights): string =>
  [priorSql(weights), ...FIELDS.map((field) => weightSql(weights, field))].map((sql) => `(${sql})`).join(' + ');
