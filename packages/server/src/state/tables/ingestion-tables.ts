import type { ColumnType, Selectable } from 'kysely';
import type { FaultRecord } from './fault-record.ts';
import type { JsonColumn } from './json-column.ts';

/** What a segment holds: the books, or one statement of the government. */
export type SegmentSide = 'BOOKS' | 'GSTR_2B' | 'GSTR_2A';

export const INGESTION_STATUSES = [
  'ACTIVITY_CREATED',
  'ACTIVITY_QUEUED',
  'ACTIVITY_COMPLETED',
  'ACTIVITY_DISCARDED',
  'SYSTEM_FEEDBACK',
  'UNPLANNED_ERROR',
] as const;
export type IngestionStatus = (typeof INGESTION_STATUSES)[number];

/** Lines of one registration in a file. */
export interface IngestionStats {
  /** Null for rows that name none that can be read. */
  readonly gstin: string | null;
  readonly totalDocumentCount: number;
  readonly validRows: number;
  readonly invalidRows: number;
}

/** A file whose rows were partly or wholly refused. */
export interface StoredFileError {
  readonly inputFileName: string;
  /** `FAILED`: nothing of it was taken. */
  readonly status: 'PARTIAL' | 'FAILED';
  /** Where the list of refused rows is; null when the file as a whole could not be read. */
  readonly errorObjectKey: string | null;
  readonly rejectedRows: number;
}

/** A segment whose object is in the store and which no snapshot sees yet. */
export interface PreparedSegment {
  readonly id: string;
  readonly part: number;
  readonly side: SegmentSide;
  readonly ownGstin: string;
  /** `MMYYYY`; null for the books. */
  readonly returnPeriod: string | null;
  /** `YYYY-MM-DD`; null when the statement does not say. */
  readonly generatedOn: string | null;
  readonly firstPeriod: string | null;
  readonly lastPeriod: string | null;
  readonly documents: number;
  readonly sizeBytes: number;
  readonly objectKey: string;
}

/** Everything that came out of one file, before it counts. */
export interface PreparedIngestion {
  readonly side: 'BOOKS' | 'PORTAL';
  readonly segments: readonly PreparedSegment[];
  readonly stats: readonly IngestionStats[];
  readonly fileError: StoredFileError | null;
  readonly warnings: readonly string[];
}

/** What the caller wanted of a file. */
export interface IngestionArgs {
  readonly gstins: readonly string[] | null;
  readonly pan: string | null;
  /** PANs that the client may act for; null for every PAN. */
  readonly allowedPans: readonly string[] | null;
  readonly templateId: string | null;
}

export interface IngestionTable {
  id: string;
  workspaceId: string;
  /** The workflow that takes the file in; null for an ingestion of its own. */
  workflowId: string | null;
  /** Place in the workflow's list of files, from 0: later files win over earlier ones. */
  place: number;
  /** Null for lines that came in the request itself. */
  uploadId: string | null;
  /** Where the bytes are; null for lines that came in the request itself. */
  sourceObjectKey: string | null;
  fileName: string;
  args: JsonColumn<IngestionArgs>;
  status: IngestionStatus;
  side: 'BOOKS' | 'PORTAL' | null;
  /** Written when the file was read; its segments count from the moment the status is final. */
  prepared: JsonColumn<PreparedIngestion | null>;
  stats: JsonColumn<readonly IngestionStats[]>;
  fileError: JsonColumn<StoredFileError | null>;
  error: JsonColumn<FaultRecord | null>;
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
  createdBy: string | null;
}

/** An immutable Parquet file of documents. */
export interface SegmentTable {
  id: string;
  workspaceId: string;
  ingestionId: string | null;
  part: number;
  side: SegmentSide;
  pan: string;
  ownGstin: string;
  /** `MMYYYY`; null for the books. */
  returnPeriod: string | null;
  generatedOn: string | null;
  firstPeriod: string | null;
  lastPeriod: string | null;
  documents: number;
  sizeBytes: number;
  objectKey: string;
  /** The order of commit in the workspace: the later segment wins. */
  sequence: number;
  createdAt: Date;
  /** Since when a compacted segment stands for it. Its object stays for the runs that read it. */
  retiredAt: Date | null;
  /** When a GST provider last said just this; null for whatever a caller brought. */
  askedAt: ColumnType<Date | null, Date | null | undefined>;
}

/** Documents of one registration, period and side in segments of a lower sequence do not count any more. */
export interface HeldDeletionTable {
  id: string;
  workspaceId: string;
  side: SegmentSide;
  pan: string;
  ownGstin: string;
  /** `MMYYYY`. */
  returnPeriod: string;
  sequence: number;
  createdAt: Date;
}

/** The last place given out in the order of a workspace's segments and deletions. */
interface HeldSequenceTable {
  workspaceId: string;
  last: number;
}

export type Ingestion = Selectable<IngestionTable>;
export type Segment = Selectable<SegmentTable>;
export type HeldDeletion = Selectable<HeldDeletionTable>;

export interface IngestionTables {
  ingestion: IngestionTable;
  segment: SegmentTable;
  heldDeletion: HeldDeletionTable;
  heldSequence: HeldSequenceTable;
}
