import { type Field, LEVELS } from '../compare/levels-sql.ts';
import { literal } from '../run.ts';
import type { MatchWeights } from '../score/default-weights.ts';
import { levelWeightSql, priorSql } from '../score/score-sql.ts';
import { FIELD_NAMES, LEVEL_TEXTS, type LevelText, READING_ORDER } from './field-texts.ts';

const textOf = (field: Field, level: string): LevelText => {
  const text = LEVEL_TEXTS[field][level];
  if (text === undefined) throw new Error(`no text for ${field} ${level}`);
  return text;
};

const constantOf = (sql: string): string | undefined =>
  /^'(?:[^']|'')*'$/.test(sql) ? sql.slice(1, -1).replaceAll("''", "'") : undefined;

/** Most levels have a fixed weight and a fixed sentence: their whole JSON is then one literal. */
const levelReasonSql = (weights: MatchWeights, field: Field, level: string): string => {
  const { outcome, textSql } = textOf(field, level);
  const weightText = levelWeightSql(weights, field, level);
  const head = `{"field":"${FIELD_NAMES[field]}","outcome":"${outcome}","weight":`;
  const constantWeight = Number(weightText);
  const weight = Number.isFinite(constantWeight)
    ? literal(constantWeight.toFixed(2))
    : `round(${weightText}, 2)::DECIMAL(9,2)::VARCHAR`;
  const constantText = constantOf(textSql);
  const text = constantText === undefined ? `to_json(${textSql})::VARCHAR` : literal(JSON.stringify(constantText));
  if (Number.isFinite(constantWeight) && constantText !== undefined)
    return literal(`${head}${constantWeight.toFixed(2)},"text":${JSON.stringify(constantText)}}`);
  return `${literal(head)} || ${weight} || ',"text":' || ${text} || '}'`;
};

/** An agreement that is worth nothing explains nothing; a missing number does. */
const isSilent = (weights: MatchWeights, field: Field, level: string): boolean =>
  Number(levelWeightSql(weights, field, level)) === 0 && !(field === 'number' && level === 'MISSING');

const reasonSql = (weights: MatchWeights, field: Field): string =>
  `CASE c.${field} ${LEVELS[field].map((level, index) => `WHEN ${index} THEN ${isSilent(weights, field, level) ? "''" : `',' || ${levelReasonSql(weights, field, level)}`}`).join(' ')} END`;

/** SQL of `reasons`: what agreed, what differed and what each was worth, over `c` (levels), `b`, `p`, `wb`, `wp`. */
export const reasonsSql = (weights: MatchWeights): string => {
  const prior = `(${priorSql(weights)})`;
  const rivals = `greatest(coalesce(wb.n, 0), coalesce(wp.n, 0))`;
  const pool = `CASE WHEN ${prior} = 0 THEN '' ELSE ',{"field":"cpGstin","outcome":"UNKNOWN","weight":' || round(${prior}, 2)::DECIMAL(9,2)::VARCHAR || ',"text":"Documents of this supplier without an agreeing number: ' || ${rivals} || '"}' END`;
  return `'[' || ltrim(${READING_ORDER.map((field) => reasonSql(weights, field)).join(' || ')} || ${pool}, ',') || ']'`;
};

/** Nominal chance agreement for exact twins: whatever it is, nothing fits better, so it is not measured for them. */
const NOMINAL_U: Partial<Record<Field, number>> = { date: 0.03, taxable: 0.001 };

/** Score and reasons of a pair that agrees in everything: the same for all, so written once. */
export const exactExplanation = (weights: MatchWeights): { score: number; reasons: string } => {
  const reasons = READING_ORDER.flatMap((field) => {
    const level = LEVELS[field][0];
    if (isSilent(weights, field, level)) return [];
    const parameters: Readonly<Record<string, { m: number; u: number | 'frequency' }>> = weights[field];
    const { m, u } = parameters[level] ?? { m: 1, u: 1 };
    const weight = Math.log2(m / (u === 'frequency' ? (NOMINAL_U[field] ?? 1) : u));
    const { outcome, textSql } = textOf(field, level);
    return { field: FIELD_NAMES[field], outcome, weight: Math.round(weight * 100) / 100, text: textSql.slice(1, -1) };
  });
  return { score: reasons.reduce((sum, { weight }) => sum + weight, 0), reasons: JSON.stringify(reasons) };
};

/** SQL of the list of sentences on what differs, over `c`, `b`, `p`. */
export const differencesSql = (): string => {
  const sentences = READING_ORDER.map((field) => {
    const cases = LEVELS[field].flatMap((level, index) => {
      const { outcome, textSql } = textOf(field, level);
      return outcome === 'DIFFERS' || outcome === 'CLOSE' ? [`WHEN ${index} THEN ${textSql}`] : [];
    });
    return cases.length === 0 ? 'NULL' : `CASE c.${field} ${cases.join(' ')} END`;
  });
  return `list_filter([${sentences.join(', ')}], lambda text: text IS NOT NULL)`;
};
