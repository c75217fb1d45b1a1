import type { DuckDBConnection } from '@duckdb/node-api';
import { createDocumentTableSql } from '@milaan/gst';
import type { PortalPart } from '../portal-part.ts';
import type { DocumentShape } from '../portal-section.ts';
import type { DocumentSpool } from '../spool/document-spool.ts';
import { findRepeats, NO_REPEATS, type Repeats } from './drop-repeats.ts';
import { createPortalGroups } from './portal-groups.ts';
import {
  addSoundDocuments,
  addStagedDocuments,
  closeGaps,
  findRepeatedIds,
  numberRepeatedIds,
} from './portal-table.ts';
import { rejectDocuments } from './reject-documents.ts';
import { readUnreadAmounts, turnNegativeDocuments } from './repair-amounts.ts';
import { selectFast, selectThoroughly } from './select-documents.ts';
import { createStageSql } from './stage-columns.ts';
import { createPlainMaps, createStageMaps } from './text-maps.ts';

export interface LoadedDocuments {
  readonly documents: number;
  readonly rejected: number;
  readonly repeats: Repeats;
  /** Parts whose documents carry rate items: the shape before October 2024. */
  readonly partsWithItems: ReadonlySet<number>;
}

const TEMPORARY_TABLES = [
  ...['portal_part', 'portal_group', 'portal_supplier', 'portal_filing_date', 'portal_filing_period'],
  ...['portal_damaged_gstin', 'portal_stage', 'portal_date', 'portal_state', 'portal_row_supplier'],
  ...['portal_row_damaged', 'portal_bad', 'portal_drop', 'portal_repeated_id'],
];

/** Shapes whose documents have everything in plain members; the others carry rate items. */
const FAST_SHAPES: ReadonlySet<DocumentShape> = new Set(['INVOICE', 'NOTE', 'ISD', 'BOE']);

/**
 * Turns the spooled documents of `parts` into the table `portal`; documents that cannot be used go to `rejected_row`.
 * Returns null when a spooled document was no valid JSON, so that the caller can look for it and refuse its file.
 *
 * Sound documents go straight from the files into the table. Only what is left is staged and looked at closely.
 */
export const loadDocuments = async (
  connection: DuckDBConnection,
  spool: DocumentSpool,
  parts: readonly PortalPart[],
  keepsEveryPeriod: boolean,
): Promise<LoadedDocuments | null> => {
  try {
    await createPortalGroups(connection, spool.groupsPath, parts);
    const expected = parts.reduce((sum, part) => sum + part.documents, 0);
    const has2a = parts.some((part) => part.source === 'GSTR_2A');
    const mayRepeat = has2a || hasSharedReturn(parts);
    const straight = has2a ? 0 : await loadStraight(connection, spool);
    const repeatedStraight = has2a ? 0 : await findRepeatedIds(connection);
    // Two files of one return that share documents need all of them side by side.
    const isStraight = !has2a && (repeatedStraight === 0 || !mayRepeat);
    const isComplete = isStraight && straight === expected;
    const loaded = isComplete
      ? NOTHING_STAGED
      : await loadStaged(connection, spool, isStraight ? straight : 0, expected, mayRepeat, has2a && !keepsEveryPeriod);
    if (loaded === null) return null;
    const repeated = isComplete ? repeatedStraight : await findRepeatedIds(connection);
    if (repeated > 0) await numberRepeatedIds(connection);
    const documents = await countOf(connection, 'portal');
    await closeGaps(connection, documents);
    return { ...loaded, documents };
  } finally {
    for (const table of TEMPORARY_TABLES) await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
};

const loadStraight = async (connection: DuckDBConnection, spool: DocumentSpool): Promise<number> => {
  await connection.run(createDocumentTableSql('portal'));
  await createPlainMaps(connection);
  let added = 0;
  for (const { shape, path } of spool.documentFiles) {
    if (FAST_SHAPES.has(shape)) added += await addSoundDocuments(connection, selectFast(shape, path));
  }
  return added;
};

const NOTHING_STAGED = { rejected: 0, repeats: NO_REPEATS, partsWithItems: new Set<number>() };

/** Stages what is not in `portal` yet, repairs, rejects and adds it. */
const loadStaged = async (
  connection: DuckDBConnection,
  spool: DocumentSpool,
  present: number,
  expected: number,
  mayRepeat: boolean,
  dropsOlderPeriods: boolean,
): Promise<Omit<LoadedDocuments, 'documents'> | null> => {
  if (present === 0) await connection.run(createDocumentTableSql('portal'));
  await connection.run(createStageSql());
  for (const { shape, path } of spool.documentFiles) {
    await connection.run(`INSERT INTO portal_stage SELECT doc.* FROM (${selectThoroughly(shape, path)}) AS doc
      JOIN portal_group USING (g) ${present === 0 ? '' : 'ANTI JOIN portal ON portal.seq = seq_start + i'}`);
  }
  if (present + (await countOf(connection, 'portal_stage')) !== expected) return null;
  await readUnreadAmounts(connection);
  await turnNegativeDocuments(connection);
  await createStageMaps(connection);
  const rejected = await rejectDocuments(connection, spool.documentFiles);
  const repeats = await findRepeats(connection, mayRepeat, dropsOlderPeriods);
  await addStagedDocuments(connection);
  const withItems = await connection.runAndReadAll(`SELECT DISTINCT part FROM portal_stage JOIN portal_group USING (g)
    WHERE item_count > 0 AND bucket <> 'REVERSED_37A'`);
  return { rejected, repeats, partsWithItems: new Set(withItems.getRowsJS().map((row) => Number(row[0]))) };
};

const countOf = async (connection: DuckDBConnection, table: string): Promise<number> => {
  const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${table}`);
  return Number(reader.getRowsJS()[0]?.[0] ?? 0);
};

const hasSharedReturn = (parts: readonly PortalPart[]): boolean => {
  const seen = new Set<string>();
  for (const part of parts) {
    const key = `${part.source}|${part.gstin}|${part.period}`;
    if (part.documents > 0 && seen.has(key)) return true;
    if (part.documents > 0) seen.add(key);
  }
  return false;
};
