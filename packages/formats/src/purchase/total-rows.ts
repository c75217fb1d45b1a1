import type { DuckDBConnection } from '@duckdb/node-api';
import { ROW_STATE } from './line-table.ts';
import type { ColumnMap } from './map-columns.ts';
import { columnNameOf, fieldsOfType, PURCHASE_FIELDS } from './purchase-fields.ts';

/**
 * Compares a register's own Grand Total with its rows: a register that was cut off, or whose rows were changed after it
 * was exported, does not add up. Only a single total at the end can be compared; subtotals are left alone.
 * @returns a warning for each column that does not add up
 */
export const checkTotals = async (
  connection: DuckDBConnection,
  registers: readonly { readonly file: string; readonly map: ColumnMap }[],
): Promise<string[]> => {
  const warnings: string[] = [];
  for (const [fileNo, { file, map }] of registers.entries()) {
    const fields = fieldsOfType('amount').filter((field) => map.byField.has(field));
    if (fields.length === 0) continue;
    const sums = fields.map((field) => {
      const column = columnNameOf(field);
      const sum = (state: number): string => `sum(${column}) FILTER (row_state = ${state})`;
      return `${sum(ROW_STATE.LINE)}, ${sum(ROW_STATE.TOTAL)}`;
    });
    const reader = await connection.runAndReadAll(
      `SELECT count(*) FILTER (row_state = ${ROW_STATE.TOTAL}), ${sums.join(', ')} FROM purchase_line WHERE file_no = ${fileNo}`,
    );
    const [totals, ...pairs] = reader.getRowsJson()[0] ?? [];
    if (Number(totals) !== 1) continue;
    fields.forEach((field, i) => {
      const [rows, total] = [pairs[2 * i], pairs[2 * i + 1]];
      if (total === null || rows === null || total === rows) return;
      warnings.push(
        `${file}: the total row says ${total} for ${PURCHASE_FIELDS[field].title}, but the rows add up to ${rows}.`,
      );
    });
  }
  return warnings;
};
