import type { ReconType, WorkflowStatus } from '@milaan/contract';
import type { Selectable } from 'kysely';
import type { FaultRecord } from './fault-record.ts';
import type { SegmentSide, StoredFileError } from './ingestion-tables.ts';
import type { JsonColumn } from './json-column.ts';

/** What was asked for, with everything that was left out filled in. Periods are `MMYYYY`. */
export interface WorkflowArgs {
  /** Registrations of the PAN; null for all of them. */
  readonly gstins: readonly string[] | null;
  readonly pullReturnPeriodStart: string;
  readonly pullReturnPeriodEnd: string;
  readonly reconReturnPeriodStart: string;
  readonly reconReturnPeriodEnd: string;
  readonly templateId: string | null;
  readonly allowMissingPeriods: boolean;
  /** `YYYY-MM-DD`, India: the data held at the end of this day, credit judged on it. */
  readonly asOf: string | null;
  /** Of the workspace at the moment of the trigger. Amounts in paise. */
  readonly tolerances: {
    readonly tolerancePaise: number;
    readonly dateToleranceDays: number;
    readonly probableTolerancePaise: number;
    readonly probableToleranceRatio: number;
  };
}

/** One file of the list. */
export interface WorkflowFile {
  readonly ingestionId: string;
  readonly fileName: string;
}

/** What the report says of the files that it was made from. */
export interface ReportFacts {
  readonly sources: readonly {
    readonly side: 'BOOKS' | 'PORTAL';
    readonly file: string;
    readonly documents: number;
  }[];
  /** Sentences for a person. */
  readonly notes: readonly string[];
}

/** Exactly what a run read: with it the run can be done again. */
export interface WorkflowSnapshot {
  readonly segments: readonly {
    readonly id: string;
    readonly side: SegmentSide;
    readonly objectKey: string;
    readonly sequence: number;
    readonly documents: number;
  }[];
  readonly deletions: readonly {
    readonly side: SegmentSide;
    readonly ownGstin: string;
    readonly returnPeriod: string;
    readonly sequence: number;
  }[];
  /** `YYYY-MM-DD`, India: the day on which credit is judged. */
  readonly asOf: string;
  readonly report: ReportFacts;
}

export interface WorkflowProgress {
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

/** Files of a finished run by what they are. */
export type ResultKeys = Readonly<Record<string, string>>;

export interface WorkflowTable {
  id: string;
  workspaceId: string;
  pan: string;
  reconType: ReconType;
  status: WorkflowStatus;
  args: JsonColumn<WorkflowArgs>;
  files: JsonColumn<readonly WorkflowFile[]>;
  snapshot: JsonColumn<WorkflowSnapshot | null>;
  progress: JsonColumn<WorkflowProgress | null>;
  fileErrors: JsonColumn<readonly StoredFileError[]>;
  error: JsonColumn<FaultRecord | null>;
  summary: JsonColumn<Readonly<Record<string, unknown>> | null>;
  resultKeys: JsonColumn<ResultKeys | null>;
  /** Grows with each change that the resource shows. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
  /** The client that asked for it. */
  createdBy: string;
}

/** A server process that shares the database. */
export interface NodeTable {
  id: string;
  /** Where its process runs, so that the next one there knows at once whether it still does. */
  host: string;
  pid: number;
  startedAt: Date;
  lastSeenAt: Date;
}

export type Workflow = Selectable<WorkflowTable>;

export interface WorkflowTables {
  workflow: WorkflowTable;
  node: NodeTable;
}
