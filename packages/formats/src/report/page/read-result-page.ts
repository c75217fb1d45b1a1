import type { DuckDBConnection } from '@duckdb/node-api';
import { createDocumentTableSql } from '@milaan/gst';
import { LineBuilder } from '../jsonl/line-builder.ts';
import type { LineConstants } from '../jsonl/line-template.ts';
import { createRowPlan, resultRowSql } from '../jsonl/row-plan.ts';
import { sqlText } from '../sql-text.ts';
import { advanceInOrder } from '../stream-rows.ts';
import { PREFIXES, RESULT_NAMES, shownColumns } from './document-columns.ts';

/** Which lines are wanted. */
export interface ResultFilter {
  readonly matchTypes?: readonly string[] | undefined;
  /** On either side. */
  readonly supplierGstin?: string | undefined;
  /** Looked for in numbers, names, GSTINs and vouchers of both sides, in any case. */
  readonly q?: string | undefined;
}

export interface ResultPageOptions extends LineConstants, ResultFilter {
  /** A file of `writeResultDocuments`. */
  readonly path: string;
  /** Lines after this one; 0 from the beginning. */
  readonly after: number;
  readonly limit: number;
}

export interface ResultPage {
  /** JSON texts, as in `results.jsonl`, without line ends. */
  readonly lines: readonly string[];
  /** `after` of the next page; null when this was the last. */
  readonly next: number | null;
  /** Lines that the filter takes in all. */
  readonly total: number;
}

const SEARCHED = [
  ...[
    'pr_number',
    'pr_cp_name',
    'pr_cp_gstin',
    'pr_own_gstin',
    'pr_voucher_number',
    'pr_external_id',
    'pr_vendor_code',
  ],
  ...['govt_number', 'govt_cp_name', 'govt_cp_gstin', 'govt_own_gstin', 'govt_irn'],
];

const conditionsSql = ({ matchTypes, supplierGstin, q }: ResultFilter): string => {
  const conditions = ['true'];
  if (matchTypes !== undefined && matchTypes.length > 0)
    conditions.push(`match_type IN (${matchTypes.map(sqlText).join(', ')})`);
  if (supplierGstin !== undefined)
    conditions.push(`(pr_cp_gstin = ${sqlText(supplierGstin)} OR govt_cp_gstin = ${sqlText(supplierGstin)})`);
  if (q !== undefined && q.trim() !== '') {
    const wanted = `lower(${sqlText(q.trim())})`;
    conditions.push(`(${SEARCHED.map((name) => `coalesce(contains(lower(${name}), ${wanted}), false)`).join(' OR ')})`);
  }
  return conditions.join(' AND ');
};

/** The numbers of the page's lines, and of one more where there is one; only the columns of the filter are read. */
const findLines = async (connection: DuckDBConnection, options: ResultPageOptions): Promise<number[]> => {
  const reader = await connection.runAndReadAll(
    `SELECT line_no FROM read_parquet(${sqlText(options.path)})
     WHERE line_no > ${Math.trunc(options.after)} AND ${conditionsSql(options)}
     ORDER BY line_no LIMIT ${Math.trunc(options.limit) + 1}`,
  );
  return reader.getRowsJson().map(([line]) => Number(line));
};

/** The page's lines as the relations that a run has, so that the writer of the result file can write them. */
const createRelations = async (connection: DuckDBConnection, path: string, lines: readonly number[]): Promise<void> => {
  const names = [
    ...RESULT_NAMES,
    ...(['b', 'p'] as const).flatMap((side) => shownColumns(side).map((name) => `${PREFIXES[side]}${name}`)),
  ];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE page AS SELECT ${names.join(', ')} FROM read_parquet(${sqlText(path)})
     WHERE line_no BETWEEN ${lines[0]} AND ${lines.at(-1)} AND line_no IN (${lines.join(', ')}) ORDER BY line_no`,
  );
  for (const [side, table] of [
    ['b', 'books'],
    ['p', 'portal'],
  ] as const) {
    const shown = shownColumns(side);
    await connection.run(createDocumentTableSql(table));
    await connection.run(
      `INSERT INTO ${table} (seq, ${shown.join(', ')})
       SELECT line_no, ${shown.map((name) => `${PREFIXES[side]}${name}`).join(', ')} FROM page WHERE ${PREFIXES[side]}document_id IS NOT NULL`,
    );
  }
  const handle = (side: 'b' | 'p') => `CASE WHEN ${PREFIXES[side]}document_id IS NOT NULL THEN line_no::INTEGER END`;
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW result AS
     SELECT ${RESULT_NAMES.join(', ')}, ${handle('b')} AS books_seq, ${handle('p')} AS portal_seq FROM page`,
  );
};

/** Makes a page of result lines again from the file of a run; they are the bytes of `results.jsonl`. */
export const readResultPage = async (connection: DuckDBConnection, options: ResultPageOptions): Promise<ResultPage> => {
  const found = await findLines(connection, options);
  const counted = await connection.runAndReadAll(
    `SELECT count(*) FROM read_parquet(${sqlText(options.path)}) WHERE ${conditionsSql(options)}`,
  );
  const total = Number(counted.getRowsJson()[0]?.[0]);
  const numbers = found.slice(0, options.limit);
  if (numbers.length === 0) return { lines: [], next: null, total };
  await createRelations(connection, options.path, numbers);
  const plan = await createRowPlan(connection, 'result');
  const builder = new LineBuilder(options, plan, numbers.length * 4096);
  const sql = `SELECT (row_number() OVER (ORDER BY place))::INTEGER, content
    FROM (${resultRowSql(plan, 'result')}) t(place, content)`;
  for await (const cursor of advanceInOrder(connection, sql, builder.prefix))
    while (cursor.advance()) builder.add(cursor.text, cursor.start, cursor.end);
  const text = Buffer.from(builder.take().bytes).toString('utf8');
  const next = found.length > numbers.length ? (numbers.at(-1) ?? null) : null;
  return { lines: text.split('\n').slice(0, -1), next, total };
};
