/** SQL literal of a text. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** SQL list of literals, for `IN`. */
export const sqlTexts = (texts: readonly string[]): string => `(${texts.map(sqlText).join(', ')})`;
