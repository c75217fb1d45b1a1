import type { Side } from '../normalise/select-documents.ts';
import { type Run, readNumbers } from '../run.ts';
import { BLOCKS, type Block } from './blocks.ts';

const isBand = (block: Block) => block.key.includes('taxable_band');

/** Amounts within the tolerance share a band of twice its width, or one of the same width shifted by half. */
const sources = (side: Side, block: Block, tolerancePaise: number): string[] => {
  if (!isBand(block)) return [`work.rest_${side}`];
  const half = Math.max(1, tolerancePaise);
  const band = (shift: 0 | 1) =>
    `(SELECT *, ((taxable + ${shift * half}) // ${2 * half})::BIGINT * 2 + ${shift} AS taxable_band FROM work.rest_${side})`;
  return [band(0), band(1)];
};

const keysSql = (side: Side, tolerancePaise: number): string =>
  BLOCKS.flatMap((block, index) =>
    sources(side, block, tolerancePaise).map(
      (source) =>
        `SELECT ${index}::TINYINT AS block, hash(${index}, ${block.key.join(', ')}) AS key, id FROM ${source} WHERE ${block.key.map((part) => `(${part}) IS NOT NULL`).join(' AND ')}`,
    ),
  ).join('\nUNION ALL\n');

const capSql = `CASE s.block ${BLOCKS.map((block, index) => `WHEN ${index} THEN ${block.pairCap}`).join(' ')} END`;

const reportCaps = async (run: Run): Promise<void> => {
  const [blocks, keys, documents] = await readNumbers(
    run.connection,
    'SELECT block, count(*), sum(nb + np) FROM work.shared_key WHERE capped GROUP BY block ORDER BY block',
  );
  blocks?.forEach((index, row) => {
    const block = BLOCKS[index];
    if (block === undefined) return;
    const then = block.fallback === null ? 'left out' : `examined by ${block.fallback} instead`;
    run.capsHit.push({
      block: block.name,
      count: keys?.[row] ?? 0,
      detail: `${documents?.[row] ?? 0} documents share keys with more than ${block.pairCap} possible pairs; ${then}`,
    });
  });
};

/** Fills `work.candidate(b, p)` with every pair that some block proposes. */
export const createCandidates = async (run: Run): Promise<void> => {
  const { connection } = run;
  for (const side of ['books', 'portal'] as const) {
    await connection.run(`CREATE TABLE work.key_${side} AS ${keysSql(side, run.settings.tolerancePaise)}`);
    await connection.run(
      `CREATE TABLE work.count_${side} AS SELECT block, key, count(*) AS n FROM work.key_${side} GROUP BY block, key`,
    );
  }
  await connection.run(`
    CREATE TABLE work.shared_key AS
    SELECT s.block, s.key, s.n AS nb, p.n AS np, s.n * p.n > ${capSql} AS capped
    FROM work.count_books s JOIN work.count_portal p USING (block, key)`);
  await reportCaps(run);
  await connection.run(`
    CREATE TABLE work.candidate AS
    SELECT DISTINCT b.id AS b, p.id AS p
    FROM (SELECT key, block FROM work.shared_key WHERE NOT capped) s
    JOIN work.key_books b USING (key, block) JOIN work.key_portal p USING (key, block)`);
  for (const side of ['books', 'portal']) {
    await connection.run(`DROP TABLE work.key_${side}`);
    await connection.run(`DROP TABLE work.count_${side}`);
  }
};
