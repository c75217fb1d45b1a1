import { DuckDBInstance } from '@duckdb/node-api';
import { documentNumberKeys } from '@milaan/gst';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alnumSql, numberKeysSql } from './number-keys-sql.ts';

const YEARS = [2025, 2026, 2027];
const piece = fc.constantFrom(
  'INV',
  'a',
  'O',
  '0',
  '00',
  '5',
  '12',
  '26',
  '27',
  '2026',
  '2027',
  '25',
  '28',
  '2627',
  '202627',
  '/',
  '-',
  ' ',
  '.',
  'é',
  'ß',
  'ı',
  '\u00a0',
  'B',
  'L',
  'S',
);
const number = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 9 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !text.includes('\0')),
);

test('the SQL ladder gives the keys of the gst ladder', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(number, fc.constantFrom(...YEARS)), { minLength: 50, maxLength: 200 }),
      async (rows) => {
        await connection.run('CREATE OR REPLACE TABLE given (row INTEGER, number VARCHAR, fy SMALLINT)');
        const appender = await connection.createAppender('given');
        rows.forEach(([text, fy], row) => {
          appender.appendInteger(row);
          appender.appendVarchar(text);
          appender.appendSmallInt(fy);
          appender.endRow();
        });
        appender.closeSync();
        const reader = await connection.runAndReadAll(
          `SELECT row, nullif(alnum, ''), core, folded
          FROM (${numberKeysSql(`(SELECT *, ${alnumSql('number')} AS alnum FROM given)`, YEARS)}) ORDER BY row`,
        );
        const blankToNull = (key: string) => (key === '' ? null : key);
        expect(reader.getRows()).toEqual(
          rows.map(([text, fy], row) => {
            const { alnum, core, folded } = documentNumberKeys(text, fy);
            return [row, blankToNull(alnum), blankToNull(core), blankToNull(folded)];
          }),
        );
      },
    ),
    { numRuns: 60 },
  );
  connection.closeSync();
});
