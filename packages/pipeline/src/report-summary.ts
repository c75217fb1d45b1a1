import type { DuckDBConnection } from '@duckdb/node-api';
import type { Amounts, ReconcileSettings, ReconcileSummary } from '@milaan/engine';
import type { ItcTotals, ReportInput, ReportSummary } from '@milaan/formats';
import type { InputReadings } from './read-inputs.ts';

/** What the Summary sheet says beside the outcome. */
export interface ReportFacts {
  readonly inputs: readonly ReportInput[];
  /** Sentences for a person. */
  readonly notes: readonly string[];
}

/** What the Summary sheet of the report shows. */
export async function createReportSummary(
  connection: DuckDBConnection,
  settings: ReconcileSettings,
  outcome: ReconcileSummary,
  { inputs, notes }: ReportFacts,
): Promise<ReportSummary> {
  return {
    asOf: settings.asOf,
    ownGstins: await ownGstins(connection),
    booksPeriods: { from: settings.booksFrom ?? null, to: settings.booksTo ?? null },
    portalPeriods: { from: settings.portalFrom ?? null, to: settings.portalTo ?? null },
    inputs,
    byMatchType: outcome.byMatchType,
    claimableItc: totalsOf(outcome.claimableItc),
    itcAtRisk: totalsOf(outcome.itcAtRisk),
    itcLost: totalsOf(outcome.itcLost),
    notes,
  };
}

/** The files of a run as the Summary sheet lists them. */
export const reportInputsOf = ({ purchases, portal }: InputReadings): ReportInput[] => [
  ...purchases.files.map(({ path, lines }) => ({ side: 'BOOKS' as const, file: path, documents: lines })),
  ...portal.files.map(({ path, documents }) => ({ side: 'PORTAL' as const, file: path, documents })),
];

const totalsOf = ({ tax, ...heads }: Amounts): ItcTotals => ({ ...heads, total: tax });

async function ownGstins(connection: DuckDBConnection): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    'SELECT own_gstin FROM books UNION SELECT own_gstin FROM portal ORDER BY ALL',
  );
  return reader.getRows().flatMap(([gstin]) => (typeof gstin === 'string' ? [gstin] : []));
}
