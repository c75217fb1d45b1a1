import type { DuckDBConnection } from '@duckdb/node-api';
import { formatRupees, parseRupees } from '@milaan/gst';
import { AMOUNT_COLUMNS, TAX_COLUMNS } from './stage-columns.ts';
import { createRowsTable, readTexts } from './text-map.ts';

const countOf = async (connection: DuckDBConnection, where: string): Promise<number> => {
  const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM portal_stage WHERE ${where}`);
  return Number(reader.getRowsJS()[0]?.[0] ?? 0);
};

/**
 * Reads the amounts that SQL could not: grouped digits, currency signs, blanks. What is no amount either stays in
 * `unread`, for the document to be rejected; a value that is none is dropped, since no rule stands on it.
 */
export const readUnreadAmounts = async (connection: DuckDBConnection): Promise<void> => {
  if ((await countOf(connection, 'unread IS NOT NULL')) === 0) return;
  const texts = await readTexts(
    connection,
    `SELECT DISTINCT unnest([${AMOUNT_COLUMNS.map((name) => `unread.${name}`).join(', ')}]) AS text
     FROM portal_stage WHERE unread IS NOT NULL`,
  );
  const rows = texts.map((text) => {
    const parsed = parseRupees(text);
    const amount = parsed.kind === 'amount' ? formatRupees(parsed.paise) : null;
    return { text, amount, isAmount: parsed.kind !== 'invalid' };
  });
  await createRowsTable(
    connection,
    'portal_amount',
    { text: 'VARCHAR', amount: 'DECIMAL(18,2)', isAmount: 'BOOLEAN' },
    rows,
  );
  for (const name of AMOUNT_COLUMNS) {
    await connection.run(`UPDATE portal_stage SET ${name} = map.amount FROM portal_amount AS map
      WHERE unread IS NOT NULL AND map.text = unread.${name} AND map.amount IS NOT NULL`);
    await connection.run(`UPDATE portal_stage SET ${name} = NULL FROM portal_amount AS map
      WHERE unread IS NOT NULL AND map.text = unread.${name} AND NOT map.isAmount`);
  }
  const kept = TAX_COLUMNS.map(
    (name) => `${name}: (SELECT any_value(text) FROM portal_amount WHERE text = unread.${name} AND NOT isAmount)`,
  );
  const none = AMOUNT_COLUMNS.slice(TAX_COLUMNS.length).map((name) => `${name}: NULL`);
  await connection.run(`UPDATE portal_stage SET unread = {${[...kept, ...none].join(', ')}} WHERE unread IS NOT NULL`);
  await connection.run(`UPDATE portal_stage SET unread = NULL
    WHERE unread IS NOT NULL AND coalesce(${TAX_COLUMNS.map((name) => `unread.${name}`).join(', ')}) IS NULL`);
  await connection.run('DROP TABLE portal_amount');
};

/**
 * The portal writes all amounts positive. Where a converter wrote a negative document instead, its positive counterpart
 * stands in for it, flagged; one that mixes signs is left for rejection.
 */
export const turnNegativeDocuments = async (connection: DuckDBConnection): Promise<void> => {
  const least = `least(${TAX_COLUMNS.map((name) => `coalesce(${name}, 0)`).join(', ')})`;
  const greatest = `greatest(${TAX_COLUMNS.map((name) => `coalesce(${name}, 0)`).join(', ')})`;
  if ((await countOf(connection, `${least} < 0`)) === 0) return;
  await connection.run(`UPDATE portal_stage SET
    ${TAX_COLUMNS.map((name) => `${name} = abs(${name})`).join(', ')}, value = abs(value), is_turned = true,
    kind = CASE kind WHEN 'INVOICE' THEN 'CREDIT_NOTE' WHEN 'DEBIT_NOTE' THEN 'CREDIT_NOTE'
      WHEN 'ISD_INVOICE' THEN 'ISD_CREDIT_NOTE' ELSE kind END
    WHERE ${least} < 0 AND ${greatest} <= 0`);
};
