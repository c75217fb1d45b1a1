import type { DuckDBConnection } from '@duckdb/node-api';
import { isGstinCheckDigitValid, normaliseGstin, parseCalendarDate, stateCodeOf } from '@milaan/gst';
import type { PortalPart } from '../portal-part.ts';
import type { DocumentSpool } from '../spool/document-spool.ts';
import { findRepeats, type Repeats } from './drop-repeats.ts';
import { createPortalGroups } from './portal-groups.ts';
import { fillPortalTable } from './portal-table.ts';
import { rejectDocuments } from './reject-documents.ts';
import { readUnreadAmounts, turnNegativeDocuments } from './repair-amounts.ts';
import { createStageSql, stageDocuments } from './stage-documents.ts';
import { createTextMap } from './text-map.ts';

export interface LoadedDocuments {
  readonly documents: number;
  readonly rejected: number;
  readonly repeats: Repeats;
  /** Parts whose documents carry rate items: the shape before October 2024. */
  readonly partsWithItems: ReadonlySet<number>;
}

const TEMPORARY_TABLES = [
  ...[
    'portal_part',
    'portal_group',
    'portal_supplier',
    'portal_filing_date',
    'portal_filing_period',
    'portal_damaged_gstin',
  ],
  ...[
    'portal_stage',
    'portal_date',
    'portal_state',
    'portal_row_supplier',
    'portal_row_damaged',
    'portal_bad',
    'portal_drop',
  ],
];

const countOf = async (connection: DuckDBConnection, table: string): Promise<number> => {
  const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${table}`);
  return Number(reader.getRowsJS()[0]?.[0] ?? 0);
};

const createMaps = async (connection: DuckDBConnection): Promise<void> => {
  const texts = (...columns: string[]): string =>
    columns.map((column) => `SELECT DISTINCT ${column} AS text FROM portal_stage`).join(' UNION ALL ');
  await createTextMap(
    connection,
    'portal_date',
    'DATE',
    texts('date_text', 'original_date_text', 'irn_date_text'),
    parseCalendarDate,
  );
  await createTextMap(connection, 'portal_state', 'VARCHAR', texts('pos_text'), stateCodeOf);
  await createTextMap(
    connection,
    'portal_row_supplier',
    'VARCHAR',
    texts('row_cp_gstin'),
    (text) => normaliseGstin(text) || null,
  );
  await createTextMap(
    connection,
    'portal_row_damaged',
    'VARCHAR',
    'SELECT value AS text FROM portal_row_supplier',
    (gstin) => (isGstinCheckDigitValid(gstin) ? null : gstin),
  );
};

/**
 * Turns the spooled documents of `parts` into the table `portal`; documents that cannot be used go to `rejected_row`.
 * Returns null when a spooled document was no valid JSON, so that the caller can look for it and refuse its file.
 */
export const loadDocuments = async (
  connection: DuckDBConnection,
  spool: DocumentSpool,
  parts: readonly PortalPart[],
): Promise<LoadedDocuments | null> => {
  try {
    await createPortalGroups(connection, spool.groupsPath, parts);
    await connection.run(createStageSql());
    for (const { shape, path } of spool.documentFiles) await stageDocuments(connection, shape, path);
    const staged = await countOf(connection, 'portal_stage');
    if (staged !== parts.reduce((sum, part) => sum + part.documents, 0)) return null;
    await readUnreadAmounts(connection);
    await turnNegativeDocuments(connection);
    await createMaps(connection);
    const rejected = await rejectDocuments(connection, spool.documentFiles);
    const repeats = await findRepeats(
      connection,
      hasSharedReturn(parts),
      parts.some((part) => part.source === 'GSTR_2A'),
    );
    const leftOut = rejected + repeats.copies + repeats.olderPeriods;
    await fillPortalTable(connection, leftOut > 0);
    const withItems = await connection.runAndReadAll(`SELECT DISTINCT part FROM portal_stage JOIN portal_group USING (g)
      WHERE item_count > 0 AND bucket <> 'REVERSED_37A'`);
    return {
      documents: await countOf(connection, 'portal'),
      rejected,
      repeats,
      partsWithItems: new Set(withItems.getRowsJS().map((row) => Number(row[0]))),
    };
  } finally {
    for (const table of TEMPORARY_TABLES) await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
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
