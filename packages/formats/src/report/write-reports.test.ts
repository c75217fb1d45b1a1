import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { ReportProgress } from './report-options.ts';
import { openFixture, SMALL, SUMMARY } from './testing/fixture.ts';
import { withFolder } from './testing/with-folder.ts';
import { writeReports } from './write-reports.ts';

const OPTIONS = { taskId: 'task-1', threads: 2, summary: SUMMARY };

describe('writeReports', () => {
  it('writes the files of every format and says how large they are', () =>
    withFolder(async (outFolder) => {
      const connection = await openFixture(SMALL);
      const { files } = await writeReports(connection, {
        ...OPTIONS,
        outFolder,
        formats: ['jsonl', 'xlsx', 'csv', 'parquet'],
      });
      expect(files.map(({ path, rows }) => [path, rows])).toEqual([
        [join(outFolder, 'results.jsonl.gz'), 4],
        [join(outFolder, 'suppliers.jsonl.gz'), 2],
        [join(outFolder, 'report.xlsx'), null],
        [join(outFolder, 'results.csv'), 4],
        [join(outFolder, 'suppliers.csv'), 2],
        [join(outFolder, 'results.parquet'), 4],
        [join(outFolder, 'suppliers.parquet'), 2],
      ]);
      for (const { path, bytes } of files) expect((await readFile(path)).length).toBe(bytes);
    }));

  it('tells how far it is, file by file', () =>
    withFolder(async (outFolder) => {
      const steps: ReportProgress[] = [];
      const connection = await openFixture(SMALL);
      await writeReports(connection, {
        ...OPTIONS,
        outFolder,
        formats: ['jsonl'],
        onProgress: (step) => steps.push(step),
      });
      expect(steps[0]).toEqual({ stage: 'write', file: 'results.jsonl.gz', rows: 0, totalRows: 4 });
      expect(steps.at(-1)).toEqual({ stage: 'write', file: 'suppliers.jsonl.gz', rows: 2, totalRows: 2 });
    }));

  it('leaves the settings and the tables of the connection as they were', () =>
    withFolder(async (outFolder) => {
      const connection = await openFixture(SMALL);
      await connection.run("SET disabled_optimizers = 'top_n'");
      const look = async () => [
        (
          await connection.runAndReadAll("SELECT name, value FROM duckdb_settings() WHERE value <> '' ORDER BY name")
        ).getRows(),
        (await connection.runAndReadAll('SELECT table_name FROM duckdb_tables() ORDER BY ALL')).getRows(),
        (await connection.runAndReadAll('SELECT view_name FROM duckdb_views() WHERE NOT internal')).getRows(),
      ];
      const before = await look();
      await writeReports(connection, { ...OPTIONS, outFolder, formats: ['jsonl', 'xlsx'] });
      expect(await look()).toEqual(before);
    }));

  it('stops when it is told to', () =>
    withFolder(async (outFolder) => {
      const abort = new AbortController();
      abort.abort(new Error('enough'));
      const connection = await openFixture(SMALL);
      const writing = writeReports(connection, { ...OPTIONS, outFolder, formats: ['jsonl'], signal: abort.signal });
      await expect(writing).rejects.toThrow('enough');
    }));

  it('writes one line for each supplier', () =>
    withFolder(async (outFolder) => {
      await writeReports(await openFixture(SMALL), { ...OPTIONS, outFolder, formats: ['jsonl'], username: 'finance' });
      const text = gunzipSync(await readFile(join(outFolder, 'suppliers.jsonl.gz'))).toString();
      const [first, second] = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(first).toMatchObject({
        matchingTaskId: 'task-1',
        username: 'finance',
        myGstin: '27AAACA1111A1ZS',
        supplierGstin: '29AABCT1332L1ZV',
        supplierName: '-Minus & Söhne',
        exactCount: 1,
        exactTax: 18000,
        withinToleranceCount: null,
        lastFiledOn: '2026-11-10',
        gstr3bFiled: false,
        daysLate: 3,
        risk: 'HIGH',
        paymentAction: 'HOLD_GST_AMOUNT',
        cpPan: 'AABCT1332L',
      });
      expect(second).toMatchObject({ supplierGstin: null, cpPan: null, itcAtRisk: 18000 });
      expect(text).toContain('"exactTax":18000.00');
    }));

  it('keeps formulas out of CSV and leaves numbers alone', () =>
    withFolder(async (outFolder) => {
      await writeReports(await openFixture(SMALL), { ...OPTIONS, outFolder, formats: ['csv'] });
      const results = await readFile(join(outFolder, 'results.csv'), 'utf8');
      expect(results).toContain(`"'=cmd|' /C calc'!A0 ""Quoted"" \\ back\tslash"`);
      expect(results).toContain(",'+V1,");
      expect(results).toContain(",'@3,");
      expect(results).toContain(',-18000.00,');
      expect(results).toContain(',pos taxableValue igst,');
      const suppliers = await readFile(join(outFolder, 'suppliers.csv'), 'utf8');
      expect(suppliers).toContain("'-Minus & Söhne");
    }));

  it('keeps types in Parquet', () =>
    withFolder(async (outFolder) => {
      await writeReports(await openFixture(SMALL), { ...OPTIONS, outFolder, formats: ['parquet'] });
      const reader = await (await DuckDBInstance.create()).connect();
      const file = join(outFolder, 'results.parquet');
      const types = await reader.runAndReadAll(`DESCRIBE SELECT pr_taxable, govt_date, flags FROM '${file}'`);
      expect(types.getRowObjects().map((row) => row.column_type)).toEqual(['DECIMAL(18,2)', 'DATE', 'VARCHAR[]']);
      const numbers = await reader.runAndReadAll(`SELECT line_no::INTEGER, pr_number FROM '${file}'`);
      expect(numbers.getRows()).toEqual([
        [1, 'INV/26-27/7'],
        [2, 'A-2'],
        [3, '@3'],
        [4, null],
      ]);
    }));
});
