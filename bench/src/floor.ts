/**
 * The floor that the bar speaks of: reads both inputs, hash-joins on (GSTIN, number), writes the same result files, and
 * does nothing else. Reading is plain DuckDB with every column typed beforehand and every cell taken on trust; writing is
 * Milaan's own writer, because DuckDB's takes several times as long for the same lines.
 */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { writeReports } from '@milaan/formats';
import { createDocumentTableSql } from '@milaan/gst';
import { EMPTY_SUMMARY } from './floor/empty-summary.ts';
import { JOIN_SQL, RESULT_TABLES_SQL, SUPPLIER_SQL } from './floor/join-sql.ts';
import { booksSql, PORTAL_SQL, statementsSql } from './floor/read-sql.ts';

const { values } = parseArgs({
  options: {
    purchases: { type: 'string', default: '' },
    portal: { type: 'string', default: '' },
    out: { type: 'string', default: '' },
    threads: { type: 'string', default: '2' },
    memory: { type: 'string', default: '4GB' },
  },
});
const { purchases, portal, out, threads, memory } = values;
if (purchases === '' || portal === '' || out === '') {
  console.error(
    'Usage: node bench/dist/floor.js --purchases FILE --portal FOLDER --out FOLDER [--threads N] [--memory 4GB]',
  );
  process.exit(2);
}

mkdirSync(out, { recursive: true });
const largestBytes = Math.max(...readdirSync(portal).map((name) => statSync(join(portal, name)).size));
const instance = await DuckDBInstance.create(':memory:', {
  threads,
  memory_limit: memory,
  temp_directory: join(out, '.spill'),
});
const connection = await instance.connect();
const seconds: Record<string, number> = {};
const time = async (stage: string, work: () => Promise<unknown>): Promise<void> => {
  const start = performance.now();
  await work();
  seconds[stage] = Math.round(performance.now() - start) / 1000;
};
const run = (...statements: string[]) => connection.run(statements.join(';\n'));

await run(createDocumentTableSql('books'), createDocumentTableSql('portal'), ...RESULT_TABLES_SQL);
await time('books', () => run(booksSql(purchases)));
await time('portal', () => run(statementsSql(portal, largestBytes), PORTAL_SQL, 'DROP TABLE statements'));
await time('join', () => run(JOIN_SQL, SUPPLIER_SQL));
await time('write', () =>
  writeReports(connection, {
    outFolder: out,
    formats: ['jsonl'],
    taskId: 'floor',
    threads: Number(threads),
    summary: EMPTY_SUMMARY,
  }),
);
connection.closeSync();
instance.closeSync();
console.log(JSON.stringify(seconds));
