import { createReadStream } from 'node:fs';
import { JsonRecordScanner } from '../bytes/json-objects.ts';
import { InputRefused } from '../input-refused.ts';
import type { RawRow } from './raw-row.ts';

type JsonRecord = Record<string, unknown>;

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Integers that a double cannot hold are kept as text: document numbers of 16 digits are common. */
const quoteLongIntegers = (json: string): string =>
  /\d{16}/.test(json)
    ? json.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) => (token.startsWith('"') ? token : `"${token}"`))
    : json;

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** A document that lists its lines inside becomes one row per line, each with the fields of the document. */
const flatten = (record: JsonRecord): JsonRecord[] => {
  const nested = Object.entries(record).filter(([, v]) => Array.isArray(v) && v.length > 0 && v.every(isRecord));
  const [only] = nested;
  if (only === undefined || nested.length > 1) return [record];
  const [key, lines] = only;
  const { [key]: _, ...document } = record;
  return Array.isArray(lines) ? lines.filter(isRecord).map((line) => ({ ...document, ...line })) : [record];
};

const isJsonLines = (head: string): boolean => {
  const [first = '', second = ''] = head.trim().split(/\r?\n/, 2);
  if (!first.trim().startsWith('{')) return false;
  try {
    const value: unknown = JSON.parse(first);
    // A whole wrapper may stand on one line as well; one with records inside is not a record.
    return (
      isRecord(value) && (second !== '' || !Object.values(value).some((v) => Array.isArray(v) && v.some(isRecord)))
    );
  } catch {
    return false;
  }
};

interface JsonRow {
  readonly rowNumber: number;
  readonly record: JsonRecord;
}

async function* readRecords(
  path: string,
  file: string,
  head: string,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<JsonRow[]> {
  const scanner = new JsonRecordScanner(file, isJsonLines(head));
  let rowNumber = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    onBytes?.(chunk.length);
    const rows: JsonRow[] = [];
    for (const text of scanner.push(chunk)) {
      rowNumber++;
      let record: unknown;
      try {
        record = JSON.parse(quoteLongIntegers(text));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new InputRefused('JSON_INVALID', file, `Record ${rowNumber} is not well-formed JSON: ${why}.`, {
          cause: error,
        });
      }
      if (isRecord(record)) for (const flat of flatten(record)) rows.push({ rowNumber, record: flat });
    }
    if (rows.length > 0) yield rows;
  }
  scanner.end();
}

/** The keys of all records, in the order in which they first appear. */
export const readJsonKeys = async (path: string, file: string, head: string): Promise<string[]> => {
  const keys = new Set<string>();
  for await (const rows of readRecords(path, file, head))
    for (const { record } of rows) for (const key in record) keys.add(key);
  return [...keys];
};

export async function* readJsonRows(
  path: string,
  file: string,
  head: string,
  keys: readonly string[],
  onBytes?: (bytes: number) => void,
): AsyncGenerator<RawRow[]> {
  for await (const rows of readRecords(path, file, head, onBytes))
    yield rows.map(({ rowNumber, record }) => ({ rowNumber, cells: keys.map((key) => cellText(record[key])) }));
}
