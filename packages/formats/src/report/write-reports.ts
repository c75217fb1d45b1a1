import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { RESULT_FLAT_COLUMNS, resultFromSql, SUPPLIER_FLAT_COLUMNS, selectSql } from './flat/flat-sql.ts';
import { writeFlatFile } from './flat/write-flat-file.ts';
import { writeResultLines } from './jsonl/write-result-lines.ts';
import { writeSupplierLines } from './jsonl/write-supplier-lines.ts';
import type { ReportFile, ReportFormat, ReportOptions } from './report-options.ts';
import { openResultSource, type ResultSource } from './result-source.ts';
import { REPORT_SETTINGS, withSettings } from './with-settings.ts';
import { writeWorkbook } from './workbook/write-workbook.ts';

interface Writing {
  readonly connection: DuckDBConnection;
  readonly source: ResultSource;
  readonly suppliers: number;
  readonly options: ReportOptions;
}

interface Target {
  readonly name: string;
  /** Null where the file is not made of rows. */
  readonly rows: number | null;
  write(path: string, onRows: (rows: number) => void): Promise<void>;
}

const ORDERED_SUPPLIERS = '(FROM supplier ORDER BY own_gstin, supplier_gstin NULLS LAST) s';

const flatTargets = (writing: Writing, format: 'csv' | 'parquet'): Target[] => {
  const { connection, source, suppliers } = writing;
  const results = `${selectSql(RESULT_FLAT_COLUMNS, resultFromSql(source.name), format)} ORDER BY r.line_no`;
  const supplierRows = selectSql(SUPPLIER_FLAT_COLUMNS, ORDERED_SUPPLIERS, format);
  return [
    { name: `results.${format}`, rows: source.rows, write: (path) => writeFlatFile(connection, results, path, format) },
    {
      name: `suppliers.${format}`,
      rows: suppliers,
      write: (path) => writeFlatFile(connection, supplierRows, path, format),
    },
  ];
};

const jsonTargets = ({ connection, source, suppliers, options }: Writing): Target[] => {
  const username = options.username ?? null;
  const { taskId, requestType = 'MAX_ITC_2B_PR', threads } = options;
  return [
    {
      name: 'results.jsonl.gz',
      rows: source.rows,
      write: (path, onRows) =>
        writeResultLines(connection, source, path, { taskId, username, requestType, threads, onRows }),
    },
    {
      name: 'suppliers.jsonl.gz',
      rows: suppliers,
      write: (path) => writeSupplierLines(connection, path, { taskId, username, threads }),
    },
  ];
};

const targetsOf = (writing: Writing, format: ReportFormat): Target[] => {
  const { summary, threads } = writing.options;
  switch (format) {
    case 'jsonl':
      return jsonTargets(writing);
    case 'xlsx':
      return [
        {
          name: 'report.xlsx',
          rows: null,
          write: (path, onRows) =>
            writeWorkbook(writing.connection, writing.source, path, { summary, threads, onRows }),
        },
      ];
    default:
      return flatTargets(writing, format);
  }
};

/**
 * Writes the result files of a run from the relations `result`, `supplier`, `books` and `portal` of the connection
 * (shapes: `RESULT_COLUMNS`, `SUPPLIER_COLUMNS`, `DOCUMENT_COLUMNS` of `@milaan/gst`):
 * `results` and `suppliers` as `.jsonl.gz`, `.csv` or `.parquet`, and `report.xlsx`. The same relations give the same
 * bytes. Files of an earlier run are overwritten; after a failure half a file may be left, so write to a folder aside.
 *
 * @throws the signal's reason when it is aborted.
 */
export const writeReports = async (
  connection: DuckDBConnection,
  options: ReportOptions,
): Promise<{ files: ReportFile[] }> =>
  withSettings(connection, REPORT_SETTINGS, async () => {
    const source = await openResultSource(connection);
    try {
      const counted = await connection.runAndReadAll('SELECT count(*) FROM supplier');
      const writing: Writing = { connection, source, suppliers: Number(counted.getRows()[0]?.[0]), options };
      const files: ReportFile[] = [];
      for (const format of options.formats) {
        for (const target of targetsOf(writing, format)) files.push(await writeTarget(writing, target));
      }
      return { files };
    } finally {
      await source.drop();
    }
  });

const writeTarget = async ({ source, options }: Writing, { name, rows, write }: Target): Promise<ReportFile> => {
  const { signal, onProgress } = options;
  const path = join(options.outFolder, name);
  const totalRows = rows ?? source.rows;
  const onRows = (done: number): void => {
    signal?.throwIfAborted();
    onProgress?.({ stage: 'write', file: name, rows: done, totalRows });
  };
  onRows(0);
  await write(path, onRows);
  onRows(totalRows);
  return { path, bytes: (await stat(path)).size, rows };
};
