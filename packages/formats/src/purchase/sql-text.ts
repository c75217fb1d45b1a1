/** A text as an SQL literal. NUL, which would end the statement, is left out. */
export const sqlText = (text: string): string => `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`;
