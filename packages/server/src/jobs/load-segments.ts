import assert from 'node:assert/strict';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createDocumentTableSql, DOCUMENT_COLUMNS } from '@milaan/gst';
import type { Deletion, SegmentInput } from './job-contracts.ts';
import { SEGMENT_COLUMNS } from './segment-file.ts';
import { sqlText, sqlTexts } from './sql-text.ts';

const bySequence = (a: SegmentInput, b: SegmentInput): number => a.sequence - b.sequence;

const pathsSql = (segments: readonly SegmentInput[]): string =>
  `[${segments.map(({ path }) => sqlText(path)).join(', ')}]`;

/** `FROM` of all documents of the segments: the columns, `sequence`, and `place`, which counts the documents from 1. */
const segmentsSql = (segments: readonly SegmentInput[], columns: readonly string[]): string =>
  `(SELECT ${columns.join(', ')}, sequence, first_place + file_row_number AS place
    FROM read_parquet(${pathsSql(segments)}, filename = true, file_row_number = true) d JOIN loaded_segment s ON s.path = d.filename)`;

/** `loaded_segment`: what is known of each file beside its documents. */
const createSegmentTable = async (connection: DuckDBConnection, segments: readonly SegmentInput[]): Promise<void> => {
  assert(new Set(segments.map(({ sequence }) => sequence)).size === segments.length, 'two segments have one sequence');
  const rows = segments.map(({ path, sequence }) => `(${sqlText(path)}, ${sequence})`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE loaded_segment AS
    SELECT path, sequence::BIGINT AS sequence, (sum(num_rows) OVER (ORDER BY sequence) - num_rows + 1)::BIGINT AS first_place
    FROM (VALUES ${rows.join(', ')}) v(path, sequence) JOIN parquet_file_metadata(${pathsSql(segments)}) m ON m.file_name = v.path`);
};

/** SQL condition: no deletion came after the segment of the document. */
const notDeletedSql = (deletions: readonly Deletion[]): string =>
  deletions.length === 0
    ? 'true'
    : `NOT EXISTS (SELECT 1 FROM (VALUES ${deletions
        .map(
          ({ side, ownGstin, returnPeriod, sequence }) =>
            `(${sqlTexts([side === 'BOOKS' ? 'PURCHASE_REGISTER' : side, ownGstin, returnPeriod]).slice(1, -1)}, ${sequence})`,
        )
        .join(', ')}) x(source, own_gstin, return_period, sequence)
        WHERE x.source = d.source AND x.own_gstin = d.own_gstin AND x.return_period = d.return_period AND x.sequence > d.sequence)`;

/** Fills `table` with what the query gives; `seq` counts the documents in the order of their segments. */
const fill = async (connection: DuckDBConnection, table: string, from: string, where: string): Promise<number> => {
  const columns = DOCUMENT_COLUMNS.map(({ name }) => (name === 'seq' ? 'place::INTEGER' : name));
  const added = await connection.run(`INSERT INTO ${table} SELECT ${columns.join(', ')} FROM ${from} WHERE ${where}`);
  const reader = await connection.runAndReadAll(`SELECT coalesce(max(seq), 0) FROM ${table}`);
  if (Number(reader.getRowsJson()[0]?.[0]) !== added.rowsChanged) {
    await connection.run(`UPDATE ${table} SET seq = ordinal::INTEGER
      FROM (SELECT seq AS place, row_number() OVER (ORDER BY seq) AS ordinal FROM ${table}) WHERE seq = place`);
  }
  return added.rowsChanged;
};

/**
 * Makes the table `books` of segments in any order: of the documents with one id the one with the highest sequence
 * counts, unless it was deleted later. An older version does not come back where the newest was deleted.
 *
 * @param where further condition on the documents `d`, applied after that
 * @returns documents
 */
export async function loadBooks(
  connection: DuckDBConnection,
  segments: readonly SegmentInput[],
  deletions: readonly Deletion[],
  where = 'true',
): Promise<number> {
  await connection.run(createDocumentTableSql('books'));
  if (segments.length === 0) return 0;
  const ordered = [...segments].sort(bySequence);
  await createSegmentTable(connection, ordered);
  const isLatest = ordered.length === 1 ? 'true' : await findLatest(connection, ordered);
  return fill(
    connection,
    'books',
    `${segmentsSql(ordered, SEGMENT_COLUMNS)} d`,
    `${isLatest} AND ${notDeletedSql(deletions)} AND ${where}`,
  );
}

/** SQL condition: the document has no later version. Only ids are read, and only those that repeat are kept. */
async function findLatest(connection: DuckDBConnection, segments: readonly SegmentInput[]): Promise<string> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE repeated_document AS
     SELECT document_id, max(sequence) AS sequence FROM ${segmentsSql(segments, ['document_id'])} GROUP BY document_id HAVING count(*) > 1`,
  );
  return `NOT EXISTS (SELECT 1 FROM repeated_document x WHERE x.document_id = d.document_id AND x.sequence > d.sequence)`;
}

/** What makes a document of a 2A the same in another period; as the reader of portal files has it. */
const IDENTITY_2A = `own_gstin, CASE section WHEN 'IMPGA' THEN 'IMPG' WHEN 'IMPGSEZA' THEN 'IMPGSEZ' ELSE section END,
  cp_gstin, kind, upper(trim(number)), date, port_code`;
const MONTH = 'right(return_period, 4) || left(return_period, 2)';

/**
 * Makes the table `portal` of segments in any order, one for each return. Of a document that the GSTR-2A of several
 * periods shows, the latest counts.
 * @returns documents
 */
export async function loadPortal(
  connection: DuckDBConnection,
  segments: readonly SegmentInput[],
  deletions: readonly Deletion[],
): Promise<number> {
  await connection.run(createDocumentTableSql('portal'));
  if (segments.length === 0) return 0;
  const ordered = [...segments].sort(bySequence);
  await createSegmentTable(connection, ordered);
  const sides = await readSides(connection, ordered);
  const documents = `${segmentsSql(ordered, SEGMENT_COLUMNS)} d`;
  const kept = notDeletedSql(deletions);
  if (!sides.has('GSTR_2A')) return fill(connection, 'portal', documents, kept);
  return fill(
    connection,
    'portal',
    `(SELECT * FROM ${documents} WHERE ${kept} QUALIFY ${MONTH} = max(${MONTH}) OVER (PARTITION BY ${IDENTITY_2A}))`,
    'true',
  );
}

/** Which statements the segments hold. */
async function readSides(connection: DuckDBConnection, segments: readonly SegmentInput[]): Promise<Set<string>> {
  const reader = await connection.runAndReadAll(
    `SELECT source, own_gstin, return_period, count(DISTINCT filename)
     FROM read_parquet(${pathsSql(segments)}, filename = true) GROUP BY ALL`,
  );
  const returns = reader.getRowsJson();
  assert(
    returns.every((row) => Number(row[3]) === 1),
    'two segments hold one return',
  );
  return new Set(returns.map(([source]) => String(source)));
}
