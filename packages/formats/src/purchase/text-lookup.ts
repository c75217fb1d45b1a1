import type { DuckDBConnection } from '@duckdb/node-api';

/** What a text of a cell means. */
export interface TextMeaning {
  /** As DuckDB casts it from text; null when the text stands for nothing, or cannot be read. */
  readonly value: string | null;
  /** The text says something that cannot be read. */
  readonly isBad?: boolean;
  /** Read, with a doubt that the document shall carry. */
  readonly isFlagged?: boolean;
}

const BATCH = 2_048;

/** The texts of a query of one VARCHAR column, in batches. The result is complete before the first, so others may run. */
export async function* readTexts(connection: DuckDBConnection, sql: string): AsyncGenerator<string[]> {
  const result = await connection.run(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk.getColumnValues(0).flatMap((value) => (typeof value === 'string' ? [value] : []));
  }
}

/**
 * Makes the table `name` (text, value, is_bad, is_flagged) of the distinct texts in some columns of `purchase_line`,
 * each read once by `meaningOf`: a million cells hold a few thousand dates. Texts come without outer white space.
 * @returns how many texts are bad.
 */
export const createTextLookup = async (
  connection: DuckDBConnection,
  name: string,
  columns: readonly string[],
  valueType: 'VARCHAR' | 'DATE' | 'DECIMAL(18,2)',
  meaningOf: (text: string) => TextMeaning,
  from = 'purchase_line WHERE row_state = 0',
): Promise<number> => {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${name}_read (text VARCHAR, value VARCHAR, is_bad BOOLEAN, is_flagged BOOLEAN)`,
  );
  let bad = 0;
  if (columns.length > 0) {
    const union = columns.map((column) => `SELECT DISTINCT ${column} AS text FROM ${from}`).join(' UNION ');
    const appender = await connection.createAppender(`${name}_read`);
    for await (const texts of readTexts(connection, union)) {
      for (const text of texts) {
        const { value, isBad = false, isFlagged = false } = meaningOf(text.trim());
        if (isBad) bad++;
        appender.appendVarchar(text);
        if (value === null) appender.appendNull();
        else appender.appendVarchar(value);
        appender.appendBoolean(isBad);
        appender.appendBoolean(isFlagged);
        appender.endRow();
      }
      if (texts.length >= BATCH) appender.flushSync();
    }
    appender.closeSync();
  }
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT text, CAST(value AS ${valueType}) AS value, is_bad, is_flagged FROM ${name}_read`,
  );
  await connection.run(`DROP TABLE ${name}_read`);
  return bad;
};
