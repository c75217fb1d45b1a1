import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { DEFAULT_SETTINGS, type ReconcileSettings, reconcile } from '@milaan/engine';
import { createDocumentTableSql } from '@milaan/gst';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTaskId } from './create-task-id.ts';

const SETTINGS: ReconcileSettings = { ...DEFAULT_SETTINGS, asOf: '2026-11-22', booksFrom: '102026', booksTo: '102026' };

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeEach(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterEach(() => {
  connection.closeSync();
  instance.closeSync();
});

interface Bill {
  readonly number: string;
  readonly period?: string;
  readonly status?: string;
  readonly taxable?: number;
}

const fill = async (table: 'books' | 'portal', bills: readonly Bill[]): Promise<void> => {
  await connection.run(createDocumentTableSql(table));
  for (const [at, { number, period = '102026', status = 'ACTIVE', taxable = 100 }] of bills.entries())
    await connection.run(
      `INSERT INTO ${table} (seq, document_id, source, section, kind, own_gstin, cp_gstin, number, date, return_period, taxable, igst, cgst, sgst, cess, status, line_count)
       VALUES (${at + 1}, '${number}', 'X', 'B2B', 'INVOICE', '27AAACA1111A1ZS', '27AAACB2222B1ZJ', '${number}', '2026-10-03', '${period}', ${taxable}, 0, 9, 9, 0, '${status}', 1)`,
    );
};

const taskIdOf = async (books: readonly Bill[], portal: readonly Bill[], settings = SETTINGS): Promise<string> => {
  await fill('books', books);
  await fill('portal', portal);
  await reconcile(connection, settings);
  return createTaskId(connection, settings);
};

describe('createTaskId', () => {
  const books = [{ number: 'A/1' }, { number: 'A/2' }];
  const portal = [{ number: 'A/1' }];

  it('is a UUID that the same documents give again, in any order', async () => {
    const id = await taskIdOf(books, portal);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await taskIdOf([...books].reverse(), portal)).toBe(id);
  });

  it('does not depend on documents that take no part', async () => {
    const others = [
      { number: 'OLD', period: '092026' },
      { number: 'GONE', status: 'CANCELLED' },
    ];
    expect(await taskIdOf([...others, ...books], portal)).toBe(await taskIdOf(books, portal));
  });

  it('depends on every document that does, and on the settings', async () => {
    const ids = [
      await taskIdOf(books, portal),
      await taskIdOf([...books, { number: 'A/3' }], portal),
      await taskIdOf([{ number: 'A/1', taxable: 101 }, { number: 'A/2' }], portal),
      await taskIdOf(portal, books),
      await taskIdOf(books, portal, { ...SETTINGS, tolerancePaise: 0 }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
