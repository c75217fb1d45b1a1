import type { DuckDBConnection } from '@duckdb/node-api';
import type { ReportSummary } from '../report-options.ts';
import type { ResultSource } from '../result-source.ts';
import { inOrderSettings } from '../stream-rows.ts';
import { withSettings } from '../with-settings.ts';
import { actionsSql, actionsTable } from './actions-sheet.ts';
import { documentsTable } from './documents-sheet.ts';
import { StyleSheet } from './style-sheet.ts';
import { createSummarySheet } from './summary-sheet.ts';
import { suppliersTable } from './suppliers-sheet.ts';
import { createTableSheets } from './table-sheet.ts';
import { writeWorkbookFile } from './workbook-file.ts';

const ACTIONS = 'milaan_actions';

const countOf = async (connection: DuckDBConnection, relation: string): Promise<number> =>
  Number((await connection.runAndReadAll(`SELECT count(*) FROM ${relation}`)).getRows()[0]?.[0]);

export interface WorkbookOptions {
  readonly summary: ReportSummary;
  readonly threads: number;
  readonly onRows: (rows: number) => void;
}

/**
 * Writes the report for people: Summary, Documents (books and portal side by side), Suppliers, Action list. Rows stream
 * from DuckDB, so memory does not grow with them; sheets that are full go on in a further one.
 */
export const writeWorkbook = async (
  connection: DuckDBConnection,
  source: ResultSource,
  path: string,
  options: WorkbookOptions,
): Promise<void> => {
  const styles = new StyleSheet();
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${ACTIONS} AS ${actionsSql(source.name)}`);
  try {
    const tables = [
      documentsTable(source.name, source.rows, options.onRows),
      suppliersTable(await countOf(connection, 'supplier')),
      actionsTable(ACTIONS, await countOf(connection, ACTIONS)),
    ];
    const sheets = tables.flatMap((table) => createTableSheets(connection, table, styles));
    const all = [createSummarySheet(options.summary, styles), ...sheets];
    await withSettings(connection, inOrderSettings(options.threads), () =>
      writeWorkbookFile(path, all, styles, options.threads),
    );
  } finally {
    await connection.run(`DROP TABLE ${ACTIONS}`);
  }
};
