import type { DuckDBConnection } from '@duckdb/node-api';
import type { ItcAction, MatchScope, MatchType, PaymentAction } from '@milaan/gst';
import { reconcile } from '../reconcile.ts';
import { DEFAULT_SETTINGS, type ReconcileSettings } from '../settings.ts';
import type { ReconcileSummary } from '../summarise/summarise.ts';
import { type DocumentRow, fillDocuments } from './documents.ts';

export interface Reason {
  readonly field: string;
  readonly outcome: string;
  readonly weight: number;
  readonly text: string;
}

export interface Nearest {
  readonly documentReferenceNumber: string | null;
  readonly docDate: string;
  readonly cpGstin: string | null;
  readonly taxableValue: number;
  readonly taxValue: number;
  readonly score: number;
  readonly keptApart: readonly string[];
}

/** A result line with the ids of its documents in the place of their `seq`; amounts are decimal text. */
export interface Line {
  readonly line_no: string;
  readonly books: string | null;
  readonly portal: string | null;
  readonly group_id: string | null;
  readonly match_type: MatchType;
  readonly match_scope: MatchScope;
  readonly mismatch_fields: readonly string[];
  readonly flags: readonly string[];
  readonly score: string | null;
  readonly reasons: string;
  readonly nearest: string;
  readonly remark: string;
  readonly tax_difference: string;
  readonly taxable_itc: string;
  readonly igst_itc: string;
  readonly cgst_itc: string;
  readonly sgst_itc: string;
  readonly cess_itc: string;
  readonly itc_action: ItcAction;
  readonly payment_action: PaymentAction | null;
  readonly ims_action: string | null;
  readonly claim_month: string | null;
}

export interface Outcome {
  readonly lines: readonly Line[];
  readonly suppliers: readonly Record<string, unknown>[];
  readonly summary: ReconcileSummary;
}

const rowsOf = async (connection: DuckDBConnection, sql: string) =>
  (await connection.runAndReadAll(sql)).getRowObjectsJson();

/** Runs the whole engine over these documents, judged on 22 November 2026. */
export const reconcileDocuments = async (
  connection: DuckDBConnection,
  books: readonly DocumentRow[],
  portal: readonly DocumentRow[],
  settings: Partial<ReconcileSettings> = {},
): Promise<Outcome> => {
  await fillDocuments(connection, 'books', books);
  await fillDocuments(connection, 'portal', portal);
  const summary = await reconcile(connection, { ...DEFAULT_SETTINGS, asOf: '2026-11-22', ...settings });
  const lines = await rowsOf(
    connection,
    `SELECT b.document_id AS books, p.document_id AS portal, r.* EXCLUDE (books_seq, portal_seq)
     FROM result r LEFT JOIN books b ON b.seq = r.books_seq LEFT JOIN portal p ON p.seq = r.portal_seq ORDER BY line_no`,
  );
  // The columns are RESULT_COLUMNS, which a test of its own holds the relation to.
  return { lines: lines as unknown as Line[], suppliers: await rowsOf(connection, 'FROM supplier'), summary };
};

export const reasonsOf = (line: Line): Reason[] => JSON.parse(line.reasons);
export const nearestOf = (line: Line): Nearest[] => JSON.parse(line.nearest);

/** The line that holds the books document (or, by a portal id, the portal document). */
export const lineOf = ({ lines }: Pick<Outcome, 'lines'>, id: string): Line => {
  const found = lines.filter(({ books, portal }) => books === id || portal === id);
  const [line] = found;
  if (line === undefined || found.length > 1) throw new Error(`${found.length} lines hold ${id}`);
  return line;
};

/** `books+portal` of every line, `-` for a side that is missing; sorted. */
export const pairsOf = ({ lines }: Pick<Outcome, 'lines'>): string[] =>
  lines.map(({ books, portal }) => `${books ?? '-'}+${portal ?? '-'}`).sort();
