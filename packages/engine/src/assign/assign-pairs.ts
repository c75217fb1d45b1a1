import { BOOLEAN, type DuckDBConnection, INTEGER } from '@duckdb/node-api';
import { type Run, readNumbers } from '../run.ts';
import { findAmbiguousEdges } from './ambiguous-edges.ts';
import type { Edges } from './edges.ts';
import { maximumWeightMatching } from './maximum-weight-matching.ts';

const WORK_BOUND = { perNode: 50_000, total: 500_000_000 };

/** Weights are hundredths of a bit: whole numbers, so that equal alternatives are seen as equal. */
const readEdges = async ({ connection, settings }: Run): Promise<Edges> => {
  const [b, p, score] = await readNumbers(
    connection,
    `SELECT b, p, round(score * 100)::INTEGER AS weight FROM work.scored
     WHERE plausible AND score >= ${settings.weights.linkThreshold}
       AND b NOT IN (SELECT b FROM work.grouped_books) AND p NOT IN (SELECT p FROM work.grouped_portal)
       AND b NOT IN (SELECT id FROM work.duplicate)
     ORDER BY b, p`,
  );
  return {
    left: Int32Array.from(b ?? []),
    right: Int32Array.from(p ?? []),
    weight: Int32Array.from(score ?? []),
  };
};

const storeLinks = async (
  connection: DuckDBConnection,
  edges: Edges,
  chosen: readonly number[],
  ambiguous: ReadonlySet<number>,
) => {
  await connection.run('CREATE TABLE work.link (b INTEGER, p INTEGER, ambiguous BOOLEAN)');
  const appender = await connection.createAppender('link', 'work');
  for (const edge of chosen) {
    appender.appendValue(edges.left[edge] ?? 0, INTEGER);
    appender.appendValue(edges.right[edge] ?? 0, INTEGER);
    appender.appendValue(ambiguous.has(edge), BOOLEAN);
    appender.endRow();
  }
  appender.closeSync();
};

/** Chooses the links: `work.link(b, p, ambiguous)`, one-to-one, of maximum total weight. */
export const assignPairs = async (run: Run): Promise<void> => {
  const edges = await readEdges(run);
  const nodeCount = (ends: Int32Array) => ends.reduce((most, end) => Math.max(most, end), -1) + 1;
  const leftCount = nodeCount(edges.left);
  const rightCount = nodeCount(edges.right);
  const { edgeOfLeft, boundedCount } = maximumWeightMatching(edges, leftCount, rightCount, WORK_BOUND);
  if (boundedCount > 0)
    run.capsHit.push({
      block: 'ASSIGNMENT_WORK',
      count: boundedCount,
      detail: `${boundedCount} documents had too many rivals for an optimal search and were matched best-first`,
    });
  const margin = Math.round(run.settings.weights.ambiguityMargin * 100);
  const ambiguous = findAmbiguousEdges(edges, edgeOfLeft, leftCount, rightCount, margin);
  await storeLinks(
    run.connection,
    edges,
    [...edgeOfLeft].filter((edge) => edge >= 0),
    ambiguous,
  );
};
