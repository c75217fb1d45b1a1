import { stripVTControlCharacters } from 'node:util';

export interface TableColumn {
  readonly header: string;
  readonly align: 'left' | 'right';
}

/** Width of text on a terminal, without colour codes. */
const visibleLength = (text: string): number => [...stripVTControlCharacters(text)].length;

/** Lines of a table with a header and a rule under it; `null` in `rows` is another rule. */
export function renderTable(columns: readonly TableColumn[], rows: readonly (readonly string[] | null)[]): string[] {
  const widths = columns.map((column, index) =>
    Math.max(visibleLength(column.header), ...rows.map((row) => visibleLength(row?.[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => {
        const cell = cells[index] ?? '';
        const space = ' '.repeat((widths[index] ?? 0) - visibleLength(cell));
        return column.align === 'right' ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [line(columns.map((column) => column.header)), rule, ...rows.map((row) => (row === null ? rule : line(row)))];
}
