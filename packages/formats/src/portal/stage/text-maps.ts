import type { DuckDBConnection } from '@duckdb/node-api';
import { isGstinCheckDigitValid, normaliseGstin, parseCalendarDate, STATES, stateCodeOf } from '@milaan/gst';
import { createTextMap } from './text-map.ts';

/**
 * Maps for values as the portal writes them: DD-MM-YYYY on any day of a GST year, two-digit states. They are the same for
 * every run, so sound documents need no look at their values beforehand.
 */
export const createPlainMaps = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`CREATE OR REPLACE TEMP TABLE portal_date AS
    SELECT strftime(day, '%d-%m-%Y') AS text, day::DATE AS value
    FROM (SELECT unnest(generate_series(DATE '2017-01-01', DATE '2100-12-31', INTERVAL 1 DAY)) AS day)`);
  const codes = STATES.map((state) => `('${state.code}', '${state.code}')`).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE portal_state AS SELECT * FROM (VALUES ${codes}) AS codes(text, value)`,
  );
  await connection.run('CREATE OR REPLACE TEMP TABLE portal_row_supplier (text VARCHAR, value VARCHAR)');
  await connection.run('CREATE OR REPLACE TEMP TABLE portal_row_damaged (text VARCHAR, value VARCHAR)');
};

/** Maps for whatever stands in the stage, read by the parsers of `gst`. */
export const createStageMaps = async (connection: DuckDBConnection): Promise<void> => {
  const texts = (...columns: string[]): string =>
    columns.map((column) => `SELECT DISTINCT ${column} AS text FROM portal_stage`).join(' UNION ALL ');
  const dates = texts('date_text', 'original_date_text', 'irn_date_text');
  await createTextMap(connection, 'portal_date', 'DATE', dates, parseCalendarDate);
  await createTextMap(connection, 'portal_state', 'VARCHAR', texts('pos_text'), stateCodeOf);
  const gstinOf = (text: string): string | null => normaliseGstin(text) || null;
  await createTextMap(connection, 'portal_row_supplier', 'VARCHAR', texts('row_cp_gstin'), gstinOf);
  const suppliers = 'SELECT value AS text FROM portal_row_supplier';
  const damagedOf = (gstin: string): string | null => (isGstinCheckDigitValid(gstin) ? null : gstin);
  await createTextMap(connection, 'portal_row_damaged', 'VARCHAR', suppliers, damagedOf);
};
