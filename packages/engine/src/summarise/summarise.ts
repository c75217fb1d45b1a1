import { MATCH_TYPES, type MatchType } from '@milaan/gst';
import type { CapHit, Run } from '../run.ts';

/** Amounts are decimal rupees as text ("123456.78"); credit notes count negative. */
export interface Amounts {
  readonly igst: string;
  readonly cgst: string;
  readonly sgst: string;
  readonly cess: string;
  /** Sum of the four heads. */
  readonly tax: string;
}

export interface MatchTypeSummary extends Amounts {
  /** Result lines. */
  readonly lines: number;
  /** Distinct documents on each side. */
  readonly books: number;
  readonly portal: number;
  /** Books side where there is one, else the portal side; each document once. */
  readonly taxable: string;
}

export interface ReconcileSummary {
  readonly lines: number;
  readonly booksDocuments: number;
  readonly portalDocuments: number;
  readonly byMatchType: Readonly<Record<MatchType, MatchTypeSummary>>;
  /** Credit that may be claimed now, net of credit notes. */
  readonly claimableItc: Amounts;
  /** Credit in the books that the portal does not secure yet. */
  readonly itcAtRisk: Amounts;
  /** Credit that the law no longer or never allows: section 16(4), place of supply, cut-off. */
  readonly itcLost: Amounts;
  /** Documents that stand in the results and take no part in the matching. */
  readonly excluded: {
    readonly duplicatesInBooks: number;
    readonly supersededOnPortal: number;
    readonly repeatedOnPortal: number;
  };
  readonly capsHit: readonly CapHit[];
  readonly stageMs: Readonly<Record<string, number>>;
}

const HEADS = ['igst', 'cgst', 'sgst', 'cess'] as const;

const text = (value: unknown): string => (value === null || value === undefined ? '0.00' : String(value));
const amountsOf = (row: Record<string, unknown>, prefix = ''): Amounts => ({
  igst: text(row[`${prefix}igst`]),
  cgst: text(row[`${prefix}cgst`]),
  sgst: text(row[`${prefix}sgst`]),
  cess: text(row[`${prefix}cess`]),
  tax: text(row[`${prefix}tax`]),
});

/** Rupees of the counted side: each document once, see `work.line`. */
const COUNTED = `
  WITH counted AS (
    SELECT match_type, itc_action, time_barred, first_books, first_portal, aside, bucket, ${HEADS.map((head) => `${head}_itc`).join(', ')},
      ${[...HEADS, 'taxable'].map((column) => `counted_${column}::DECIMAL(16,0) * 0.01::DECIMAL(2,2) AS ${column}`).join(', ')}
    FROM work.line
  )`;

const sums = (expressionOf: (head: string) => string, condition: string, prefix: string): string => {
  const one = (expression: string, name: string) =>
    `coalesce(sum(${expression}) FILTER (${condition}), 0)::DECIMAL(18,2)::VARCHAR AS ${prefix}${name}`;
  return [...HEADS.map((head) => one(expressionOf(head), head)), one(HEADS.map(expressionOf).join(' + '), 'tax')].join(
    ', ',
  );
};

const rowsOf = async ({ connection }: Run, sql: string): Promise<Record<string, unknown>[]> =>
  (await connection.runAndReadAll(sql)).getRowObjectsJson();

const EMPTY: MatchTypeSummary = {
  lines: 0,
  books: 0,
  portal: 0,
  taxable: '0.00',
  igst: '0.00',
  cgst: '0.00',
  sgst: '0.00',
  cess: '0.00',
  tax: '0.00',
};

const summariseMatchTypes = async (run: Run): Promise<Record<MatchType, MatchTypeSummary>> => {
  const rows = await rowsOf(
    run,
    `${COUNTED} SELECT match_type, count(*)::INTEGER AS lines, count(*) FILTER (first_books)::INTEGER AS books, count(*) FILTER (first_portal)::INTEGER AS portal,
       sum(taxable)::DECIMAL(18,2)::VARCHAR AS taxable, ${sums((head) => head, 'TRUE', '')} FROM counted GROUP BY match_type`,
  );
  const summaryOf = (matchType: MatchType): MatchTypeSummary => {
    const row = rows.find((candidate) => candidate.match_type === matchType);
    if (row === undefined) return EMPTY;
    return {
      lines: Number(row.lines),
      books: Number(row.books),
      portal: Number(row.portal),
      taxable: text(row.taxable),
      ...amountsOf(row),
    };
  };
  // The keys are exactly the match types; fromEntries cannot say so.
  return Object.fromEntries(MATCH_TYPES.map((matchType) => [matchType, summaryOf(matchType)])) as Record<
    MatchType,
    MatchTypeSummary
  >;
};

/** Reads the figures of a finished run. */
export const summarise = async (run: Run, stageMs: Record<string, number>): Promise<ReconcileSummary> => {
  const byMatchType = await summariseMatchTypes(run);
  const secured = (head: string) => `${head} - CASE WHEN itc_action = 'CLAIM' THEN ${head}_itc ELSE 0 END`;
  const [money = {}] = await rowsOf(
    run,
    `${COUNTED} SELECT
      ${sums((head) => `${head}_itc`, "itc_action IN ('CLAIM', 'REVERSE')", 'claimable_')},
      ${sums((head) => `greatest(0, ${secured(head)})`, "match_type IN ('PROBABLE', 'MISMATCH', 'MISSING_IN_GOVT') AND itc_action IN ('PENDING', 'CLAIM') AND first_books", 'risk_')},
      ${sums((head) => `greatest(0, ${head})`, "itc_action = 'INELIGIBLE' AND NOT aside AND (time_barred OR bucket = 'UNAVAILABLE')", 'lost_')}
     FROM counted`,
  );
  const [counts = {}] = await rowsOf(
    run,
    `SELECT (SELECT count(*) FROM work.line)::INTEGER AS lines, (SELECT count(*) FROM work.books)::INTEGER AS books, (SELECT count(*) FROM work.portal)::INTEGER AS portal,
      (SELECT count(*) FROM work.line WHERE duplicate)::INTEGER AS duplicates, (SELECT count(*) FROM work.line WHERE superseded)::INTEGER AS superseded,
      (SELECT count(*) FROM work.line WHERE repeated)::INTEGER AS repeated`,
  );
  return {
    lines: Number(counts.lines),
    booksDocuments: Number(counts.books),
    portalDocuments: Number(counts.portal),
    byMatchType,
    claimableItc: amountsOf(money, 'claimable_'),
    itcAtRisk: amountsOf(money, 'risk_'),
    itcLost: amountsOf(money, 'lost_'),
    excluded: {
      duplicatesInBooks: Number(counts.duplicates),
      supersededOnPortal: Number(counts.superseded),
      repeatedOnPortal: Number(counts.repeated),
    },
    capsHit: run.capsHit,
    stageMs,
  };
};
