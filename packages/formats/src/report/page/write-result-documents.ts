import type { DuckDBConnection } from '@duckdb/node-api';
import { resultFromSql } from '../flat/flat-sql.ts';
import { sqlText } from '../sql-text.ts';
import { REPORT_SETTINGS, withSettings } from '../with-settings.ts';
import { PREFIXES, RESULT_NAMES, shownColumns } from './document-columns.ts';

/** Small enough that a page of a hundred lines unpacks little, large enough that a million lines need few. */
const ROWS_PER_GROUP = 30_720;

const sideSql = (side: 'b' | 'p'): string[] =>
  shownColumns(side).map((name) => `${side}.${name} AS ${PREFIXES[side]}${name}`);

/**
 * Writes what the result lines of a run are made of as one Parquet file, from which `readResultPage` makes any of them
 * again without the run. Needs the relations that `writeReports` needs.
 * @returns lines
 */
export const writeResultDocuments = (connection: DuckDBConnection, path: string): Promise<number> =>
  withSettings(connection, REPORT_SETTINGS, async () => {
    const columns = [...RESULT_NAMES.map((name) => `r.${name}`), ...sideSql('b'), ...sideSql('p')];
    const written = await connection.run(
      `COPY (SELECT ${columns.join(', ')} FROM ${resultFromSql('result')}) TO ${sqlText(path)}
       (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE ${ROWS_PER_GROUP})`,
    );
    return written.rowsChanged;
  });
