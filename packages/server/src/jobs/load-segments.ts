import assert from 'node:assert/strict';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createDocumentTableSql, DOCUMENT_COLUMNS } from '@milaan/gst';
import type { Deletion, SegmentInput } from './job-contracts.ts';
import { SEGMENT_COLUMNS } from './segment-file.ts';
import { sqlText, sqlTexts } from './sql-text.ts';

const bySequence = (a: SegmentInput, b: SegmentInput): number => a.sequence - b.sequence;

/** `FROM` of all documents of the segments: columns of `DOCUMENT_COLUMNS` less `seq`, and `sequence`. */
const segmentsSql = (segments: readonly SegmentInput[], columns: readonly string[]): string =>
  `(SELECT ${columns.join(', ')}, sequence FROM read_parquet([${segments.map(({ path }) => sqlText(path)).join(', ')}], filename = true) d
    JOIN loaded_segment s ON s.path = d.filename)`;

const createSegmentTable = async (connection: DuckDBConnection, segments: readonly SegmentInput[]): Promise<void> => {
  assert(new Set(segments.map(({ sequence }) => sequence)).size === segments.length, 'two segments have one sequence');
  await connection.run('CREATE OR REPLACE TEMP TABLE loaded_segment (path VARCHAR, sequence BIGINT)');
  const rows = segments.map(({ path, sequence }) => `(${sqlText(path)}, ${sequence})`);
  await connection.run(`INSERT INTO loaded_segment VALUES ${rows.join(', ')}`);
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

/** Fills `table` with what the query gives; `seq` counts the documents in the order in which they come. */
const fill = async (connection: DuckDBConnection, table: string, from: string, where: string): Promise<number> => {
  const columns = DOCUMENT_COLUMNS.map(({ name }) => (name === 'seq' ? 'row_number() OVER ()' : name));
  const added = await connection.run(`INSERT INTO ${table} SELECT ${columns.join(', ')} FROM ${from} WHERE ${where}`);
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
  await refuseTwoGenerations(connection, ordered);
  const documents = `${segmentsSql(ordered, SEGMENT_COLUMNS)} d`;
  const kept = notDeletedSql(deletions);
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT source FROM ${segmentsSql(ordered, ['source'])} ORDER BY source`,
  );
  const sources = reader.getRows().map(([source]) => source);
  if (!sources.includes('GSTR_2A')) return fill(connection, 'portal', documents, kept);
  return fill(
    connection,
    'portal',
    `(SELECT * FROM ${documents} WHERE ${kept} QUALIFY ${MONTH} = max(${MONTH}) OVER (PARTITION BY ${IDENTITY_2A}))`,
    'true',
  );
}

async function refuseTwoGenerations(connection: DuckDBConnection, segments: readonly SegmentInput[]): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT 1 FROM ${segmentsSql(segments, ['source', 'own_gstin', 'return_period'])}
     GROUP BY source, own_gstin, return_period HAVING count(DISTINCT sequence) > 1 LIMIT 1`,
  );
  assert(reader.currentRowCount === 0, 'two segments hold one return');
}
