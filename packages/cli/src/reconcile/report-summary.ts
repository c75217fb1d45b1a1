import type { DuckDBConnection } from '@duckdb/node-api';
import type { Amounts, ReconcileSettings, ReconcileSummary } from '@milaan/engine';
import type { ItcTotals, ReportSummary } from '@milaan/formats';
import type { InputReadings } from './read-inputs.ts';
import { rejectedNote, runNotes } from './run-notes.ts';

/** What the Summary sheet of the report shows, gathered from the readings and the outcome. */
export async function createReportSummary(
  connection: DuckDBConnection,
  settings: ReconcileSettings,
  readings: InputReadings,
  outcome: ReconcileSummary,
): Promise<ReportSummary> {
  const facts = { ...readings, capsHit: outcome.capsHit };
  return {
    asOf: settings.asOf,
    ownGstins: await ownGstins(connection),
    booksPeriods: { from: settings.booksFrom ?? null, to: settings.booksTo ?? null },
    portalPeriods: { from: settings.portalFrom ?? null, to: settings.portalTo ?? null },
    inputs: [
      ...readings.purchases.files.map(({ path, lines }) => ({ side: 'BOOKS' as const, file: path, documents: lines })),
      ...readings.portal.files.map(({ path, documents }) => ({ side: 'PORTAL' as const, file: path, documents })),
    ],
    byMatchType: outcome.byMatchType,
    claimableItc: totalsOf(outcome.claimableItc),
    itcAtRisk: totalsOf(outcome.itcAtRisk),
    itcLost: totalsOf(outcome.itcLost),
    notes: [...rejectedNote(facts), ...runNotes(facts)],
  };
}

const totalsOf = ({ tax, ...heads }: Amounts): ItcTotals => ({ ...heads, total: tax });

async function ownGstins(connection: DuckDBConnection): Promise<string[]> {
  const reader = await connection.runAndReadAll(
    'SELECT own_gstin FROM books UNION SELECT own_gstin FROM portal ORDER BY ALL',
  );
  return reader.getRows().flatMap(([gstin]) => (typeof gstin === 'string' ? [gstin] : []));
}
