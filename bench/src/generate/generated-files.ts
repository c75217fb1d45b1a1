import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTruth } from '../quality/truth-index.ts';
import type { Truth } from './truth.ts';

/** A generated folder read back whole, for tests of small sets. */
export interface GeneratedFiles {
  /** Purchase lines as records of header to cell. */
  readonly purchases: readonly Readonly<Record<string, string>>[];
  readonly statements: readonly unknown[];
  readonly truth: readonly Truth[];
}

export const readGenerated = (folder: string): GeneratedFiles => {
  const [header = [], ...rows] = readFileSync(join(folder, 'purchases.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(splitCsv);
  const portal = join(folder, 'portal');
  return {
    purchases: rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? '']))),
    statements: readdirSync(portal).map((name): unknown => JSON.parse(readFileSync(join(portal, name), 'utf8'))),
    truth: readFileSync(join(folder, 'truth.jsonl'), 'utf8').trimEnd().split('\n').map(parseTruth),
  };
};

const splitCsv = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) =>
    (cell[1] ?? cell[2] ?? '').replaceAll('""', '"'),
  );
