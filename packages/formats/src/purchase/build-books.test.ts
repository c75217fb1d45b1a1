import { DuckDBInstance } from '@duckdb/node-api';
import { breaksRule46, DOCUMENT_COLUMNS, isDamagedNumber, parseRupees } from '@milaan/gst';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAMAGED_NUMBER, REGULAR_NUMBER } from './document-sql.ts';
import { readTemplate, SUPPLIER } from './testing/read-text.ts';

const ask = async (sql: string, values: readonly string[]): Promise<unknown[]> => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE TABLE t (i INTEGER, x VARCHAR)');
  const appender = await connection.createAppender('t');
  values.forEach((value, i) => {
    appender.appendInteger(i);
    appender.appendVarchar(value);
    appender.endRow();
  });
  appender.closeSync();
  return (await connection.runAndReadAll(`SELECT ${sql} FROM t ORDER BY i`)).getColumns()[0] ?? [];
};

const months = fc.constantFrom('Oct', 'NOV', 'jan', 'Xyz');
const numberText = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9/.E+-]{1,18}$/),
  fc.tuple(fc.integer({ min: 0, max: 40 }), months).map(([day, month]) => `${day}-${month}`),
  fc.tuple(months, fc.integer({ min: 10, max: 2030 })).map(([month, year]) => `${month}-${year}`),
  fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 99 })).map(([a, b]) => `${a}.${b}E+${b}`),
  fc.constantFrom('2026-10-03', '2026-10-03 00:00:00', '2026-10-03T10:00Z', '1E5', '12E5', '1.5E10', 'INV 1', 'ü'),
);

describe('patterns in SQL', () => {
  it('judge numbers exactly as gst does', async () => {
    const numbers = [...new Set(fc.sample(numberText, 3_000))];
    expect(await ask(`regexp_full_match(x, '${DAMAGED_NUMBER}')`, numbers)).toEqual(numbers.map(isDamagedNumber));
    expect(await ask(`NOT regexp_full_match(x, '${REGULAR_NUMBER}')`, numbers)).toEqual(numbers.map(breaksRule46));
  });

  it('read plain amounts exactly as gst does', async () => {
    const plain = fc
      .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^[0-9]{1,12}$/), fc.stringMatching(/^(\.[0-9]{0,5})?$/))
      .map((parts) => parts.join(''));
    const amounts = [...new Set(fc.sample(plain, 3_000))];
    const expected = amounts.map((text) => {
      const parsed = parseRupees(text);
      return parsed.kind === 'amount' ? parsed.paise : parsed.kind;
    });
    const read = await ask(
      "CAST(CASE WHEN NOT contains(x, '+') THEN TRY_CAST(x AS DECIMAL(15,2)) END * 100 AS BIGINT)",
      amounts,
    );
    expect(read.map(Number)).toEqual(expected);
  });
});

describe('books', () => {
  it('has exactly the columns of a document table, in order', async () => {
    const { connection } = await readTemplate([{}]);
    const rows = (await connection.runAndReadAll('DESCRIBE books')).getRows();
    expect(rows.map(([name, type]) => `${name} ${type}`)).toEqual(DOCUMENT_COLUMNS.map((c) => `${c.name} ${c.type}`));
  });

  it('gives a document the same id in every run', async () => {
    const [one, two] = [await readTemplate([{}]), await readTemplate([{ number: 'X/1' }, {}])];
    const ids = two.books.filter((b) => b.number === 'INV/1').map((b) => b.document_id);
    expect(ids).toEqual([one.books[0]?.document_id]);
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('leaves no table of its own behind', async () => {
    const { connection } = await readTemplate([{}, { date: 'x' }]);
    const names = (await connection.runAndReadAll('SELECT table_name FROM duckdb_tables() ORDER BY 1')).getColumns()[0];
    expect(names).toEqual(['books', 'rejected_header', 'rejected_row']);
  });

  it('tells unregistered suppliers apart by name', async () => {
    const { books } = await readTemplate([
      { supplier: 'URP', name: 'Ram' },
      { supplier: 'URP', name: 'Shyam' },
      { supplier: 'urp', name: 'RAM' },
      { supplier: SUPPLIER, name: 'Ram' },
    ]);
    expect(books.map((b) => b.line_count).sort()).toEqual([1, 1, 2]);
  });
});
