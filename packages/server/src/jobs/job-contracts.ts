import type { ReconcileSettings } from '@milaan/engine';
import type { ColumnMapping, ReportInput } from '@milaan/formats';

// Types only: the server's own process must not load the database that the jobs work with.

export type PortalSide = 'GSTR_2B' | 'GSTR_2A';
export type SegmentSide = 'BOOKS' | PortalSide;

/** What a job may use of the machine. */
export interface JobBudget {
  readonly threads: number;
  /** Of the database; Node's own memory comes on top. */
  readonly memoryBytes: number;
}

/** A Parquet file of documents (`DOCUMENT_COLUMNS`), all of one side and one own registration. */
export interface WrittenSegment {
  /** Inside the job's `outFolder`. */
  readonly path: string;
  readonly side: SegmentSide;
  readonly ownGstin: string;
  /** MMYYYY, portal only: books may hold documents of many periods. */
  readonly returnPeriod: string | null;
  /** YYYY-MM-DD, GSTR-2B only. */
  readonly generatedOn: string | null;
  /** MMYYYY of the earliest and latest document; null where there is none (an empty GSTR-2B is held, too). */
  readonly firstPeriod: string | null;
  readonly lastPeriod: string | null;
  readonly documents: number;
}

/** Per own registration. Rows are those of the file; a document may have several. */
export interface RegistrationStats {
  /** Null for rows that name no registration that can be read: the file has rejected them. */
  readonly gstin: string | null;
  readonly totalDocumentCount: number;
  readonly validRows: number;
  readonly invalidRows: number;
}

/** A segment to read. Of the documents with one id the one with the highest sequence counts. */
export interface SegmentInput {
  readonly path: string;
  readonly sequence: number;
}

/** Documents of this registration, period and side in segments with a lower sequence do not count. */
export interface Deletion {
  readonly side: SegmentSide;
  readonly ownGstin: string;
  readonly returnPeriod: string;
  readonly sequence: number;
}

export interface IngestFileInput extends JobBudget {
  readonly path: string;
  /** As the caller named it; for messages and the list of rejected rows. */
  readonly fileName: string;
  /** Registrations that may be taken in; null or empty for all of the PAN. Rows of others are rejected, with the reason. */
  readonly gstins: readonly string[] | null;
  /** Null for every PAN. */
  readonly pan: string | null;
  /** Stands in where a register names no own registration; when absent and `gstins` is one, that one does. */
  readonly ownGstin?: string;
  readonly mapping?: ColumnMapping;
  /** What the file must be; null or absent takes either, told from its content. */
  readonly expects?: 'BOOKS' | 'PORTAL' | null;
  /** Exists, belongs to this job alone, and is the caller's to remove. */
  readonly outFolder: string;
}

export interface IngestFileOutput {
  readonly side: 'BOOKS' | 'PORTAL';
  readonly segments: readonly WrittenSegment[];
  readonly stats: readonly RegistrationStats[];
  readonly rejectedRows: number;
  /** CSV of the rejected rows: the input's columns, `No. of Errors`, `Error Message`. Null when there are none. */
  readonly rejectedPath: string | null;
  /** For people, one sentence each. */
  readonly warnings: readonly string[];
}

/** A value as JSON can say it. */
export type LineValue = string | number | boolean | null;

export interface IngestLinesInput {
  /** Members as in the purchase template, camelCase. At most 1000. */
  readonly lines: readonly Readonly<Record<string, LineValue>>[];
  /** Of lines that do not name their own registration; one that names another is faulty. */
  readonly ownGstin: string;
  readonly outFolder: string;
}

export interface LineFault {
  /** Index in `lines`. */
  readonly line: number;
  /** The member at fault, as the caller wrote it or as it is missing; null when it is the line as a whole. */
  readonly member: string | null;
  /** A clause such as "is not a date; write DD-MM-YYYY…". */
  readonly reason: string;
}

export type IngestLinesOutput =
  | {
      readonly accepted: true;
      readonly segment: WrittenSegment;
      readonly stats: readonly RegistrationStats[];
    }
  | {
      readonly accepted: false;
      /** The first hundred. */
      readonly faults: readonly LineFault[];
      readonly faultCount: number;
    };

export interface ReconcileInput extends JobBudget {
  /**
   * ALL live books segments of the registrations, whatever their periods: a later segment may have moved a document into
   * another period. What lies outside the range costs little: only the ids of such documents are read.
   */
  readonly books: readonly SegmentInput[];
  /** One segment for each return of the range, chosen by the caller: the newest generation. All of one side. */
  readonly portal: readonly SegmentInput[];
  readonly deletions: readonly Deletion[];
  readonly settings: ReconcileSettings;
  /** `matchingRequestType` of every line, such as MAX_ITC_2B_PR. */
  readonly reconType: string;
  /** What the Summary sheet of the report lists; nothing when absent. */
  readonly sources?: readonly ReportInput[];
  /** Sentences that the report should show beside the engine's own. */
  readonly notes?: readonly string[];
  readonly outFolder: string;
}

export interface ResultFile {
  readonly name: 'results.jsonl.gz' | 'suppliers.jsonl.gz' | 'report.xlsx' | 'summary.json' | 'documents.parquet';
  readonly path: string;
  readonly bytes: number;
  readonly rows: number | null;
}

export interface ReconcileOutput {
  /** `matchingTaskId`, the same for the same documents and settings. */
  readonly taskId: string;
  readonly files: readonly ResultFile[];
  /** What summary.json holds: figures and settings, nothing of time or place, so that a run again says the same. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** Reading the segments, matching and writing the files that `milaan reconcile` writes, too. */
  readonly engineMs: number;
  readonly totalMs: number;
}

export interface QueryResultsInput {
  /** documents.parquet of a run. */
  readonly path: string;
  readonly taskId: string;
  readonly reconType: string;
  readonly matchTypes?: readonly string[];
  readonly supplierGstin?: string;
  /** Looked for in numbers, names and GSTINs of both sides, in any case. */
  readonly q?: string;
  /** Lines after this one; 0 from the beginning. The lines of a run never change, so a cursor stays good. */
  readonly after: number;
  /** At most 1000. */
  readonly limit: number;
}

export interface QueryResultsOutput {
  /** JSON texts, exactly the lines of results.jsonl. */
  readonly lines: readonly string[];
  /** `after` of the next page; null when this was the last. */
  readonly next: number | null;
  /** Lines that the filter takes in all. */
  readonly total: number;
}

export interface CompactInput extends JobBudget {
  /** The lowest live books segments of ONE registration without a gap: a lower one left out could bring back what these replaced. */
  readonly segments: readonly SegmentInput[];
  readonly deletions: readonly Deletion[];
  readonly outPath: string;
}

export interface CompactOutput {
  readonly documents: number;
  readonly firstPeriod: string | null;
  readonly lastPeriod: string | null;
}

/** Every kind of job. Files in, files out: jobs know no tables, no HTTP, no tenants, and can be killed and run again. */
export interface Jobs {
  readonly ingestFile: { readonly input: IngestFileInput; readonly output: IngestFileOutput };
  readonly ingestLines: { readonly input: IngestLinesInput; readonly output: IngestLinesOutput };
  readonly reconcile: { readonly input: ReconcileInput; readonly output: ReconcileOutput };
  readonly queryResults: { readonly input: QueryResultsInput; readonly output: QueryResultsOutput };
  readonly compact: { readonly input: CompactInput; readonly output: CompactOutput };
}

export type JobKind = keyof Jobs;
export type JobInput<Kind extends JobKind> = Jobs[Kind]['input'];
export type JobOutput<Kind extends JobKind> = Jobs[Kind]['output'];

/** How far a job is. */
export interface JobProgress {
  /** `read`, `match`, `write`. */
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  /** What `done` counts: rows, documents, bytes, steps, lines. */
  readonly unit: string;
}
