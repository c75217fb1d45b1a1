/** A string as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
