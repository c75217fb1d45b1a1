import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, test } from 'vitest';
import type { ReconcileSettings } from '../settings.ts';
import { createConnection, type DocumentRow } from './documents.ts';
import { type Line, reconcileDocuments } from './reconcile-documents.ts';

export interface ScenarioOutcome {
  readonly lines: readonly Line[];
  /** Rows of the supplier relation. */
  readonly suppliers: readonly Record<string, unknown>[];
}

interface Scenario {
  readonly books: readonly DocumentRow[];
  readonly portal: readonly DocumentRow[];
}

interface Scenarios {
  /** Adds documents of one taxpayer; returns the number of the scenario. */
  readonly add: (books: readonly DocumentRow[], portal: readonly DocumentRow[]) => number;
  readonly run: () => Promise<void>;
  readonly outcomeOf: (scenario: number) => ScenarioOutcome;
  readonly close: () => void;
}

const place = (gstin: unknown, pan: string): string => `${String(gstin).slice(0, 2)}${pan}${String(gstin).slice(12)}`;
const panOf = (scenario: number): string => `AAACM${String(scenario).padStart(4, '0')}A`;

/** `12/b3` of a scenario's own document `b3`. */
const within = (scenario: number, rows: readonly DocumentRow[], letter: 'b' | 'p'): DocumentRow[] =>
  rows.map((row, at) => ({
    ...row,
    own_gstin: place(row.own_gstin, panOf(scenario)),
    document_id: `${scenario}/${row.document_id ?? `${letter}${at + 1}`}`,
  }));

const isOf = (scenario: number, id: string | null): boolean => id?.startsWith(`${scenario}/`) ?? false;
const bare = (id: string | null): string | null => id?.slice(id.indexOf('/') + 1) ?? null;

/**
 * Many small data sets through one run: each becomes a taxpayer (own PAN) of its own, which no other can touch. A run of the engine
 * costs the same half second for one document as for a thousand.
 */
const createScenarios = (settings: Partial<ReconcileSettings>): Scenarios => {
  const scenarios: Scenario[] = [];
  let connection: DuckDBConnection | undefined;
  let lines: readonly Line[] = [];
  let suppliers: readonly Record<string, unknown>[] = [];
  return {
    add: (books, portal) => scenarios.push({ books, portal }) - 1,
    run: async () => {
      connection = await createConnection();
      const books = scenarios.flatMap((scenario, at) => within(at, scenario.books, 'b'));
      const portal = scenarios.flatMap((scenario, at) => within(at, scenario.portal, 'p'));
      ({ lines, suppliers } = await reconcileDocuments(
        connection,
        books.map((row, at) => ({ ...row, seq: at + 1 })),
        portal.map((row, at) => ({ ...row, seq: at + 1 })),
        settings,
      ));
    },
    outcomeOf: (scenario) => ({
      lines: lines
        .filter(({ books, portal }) => isOf(scenario, books ?? portal))
        .map((line) => ({ ...line, books: bare(line.books), portal: bare(line.portal) })),
      suppliers: suppliers.filter((row) => String(row.own_gstin).includes(panOf(scenario))),
    }),
    close: () => connection?.closeSync(),
  };
};

/**
 * What makes tests of scenarios; all of a file go through one run, before the first of them. The function gives the
 * number of the scenario.
 */
export const scenarioTests = (settings: Partial<ReconcileSettings> = {}) => {
  const scenarios = createScenarios(settings);
  beforeAll(scenarios.run, 60_000);
  afterAll(scenarios.close);
  return (
    name: string,
    books: readonly DocumentRow[],
    portal: readonly DocumentRow[],
    check: (outcome: ScenarioOutcome) => void,
  ): number => {
    const number = scenarios.add(books, portal);
    test(name, () => check(scenarios.outcomeOf(number)));
    return number;
  };
};

/** Sum of a money column, in paise. */
export const sumOf = (
  { lines }: ScenarioOutcome,
  column: 'igst_itc' | 'cgst_itc' | 'taxable_itc' | 'tax_difference',
): number => lines.reduce((total, line) => total + Math.round(Number(line[column]) * 100), 0);
