import type { ReturnPeriod } from '@milaan/gst';
import type { ColumnMapping } from './column-mapping.ts';
import type { ColumnReading } from './map-columns.ts';
import type { RegisterKind } from './register-kind.ts';

/** How the rows of a register stand in its file. */
export interface RegisterForm {
  readonly format: 'CSV' | 'XLSX' | 'JSON';
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly sheet: string | null;
  /** 1-based row of the headers; 0 for JSON, whose keys are the headers. */
  readonly headerRow: number;
}

export interface PurchaseProgress {
  readonly stage: 'purchases';
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface PurchaseReadOptions {
  readonly files: readonly string[];
  readonly mapping?: ColumnMapping;
  /** Stands in where a register names no own registration (Tally, ERPNext). */
  readonly ownGstin?: string;
  /** Periods are applied by the engine; they are part of the options so that one object can be handed through. */
  readonly from?: ReturnPeriod;
  readonly to?: ReturnPeriod;
  /** A folder of this run; clean copies are written there and removed. */
  readonly tempFolder: string;
  onProgress?(done: PurchaseProgress): void;
  readonly signal?: AbortSignal;
}

export interface FileReading extends RegisterForm {
  readonly path: string;
  readonly kind: RegisterKind;
  readonly columns: readonly ColumnReading[];
  /** Rows that are document lines, rejected ones included. */
  readonly lines: number;
  readonly rejectedLines: number;
}

export interface PurchaseReading {
  readonly files: readonly FileReading[];
  readonly lines: number;
  readonly documents: number;
  readonly rejectedRows: number;
  /** For people, one sentence each. */
  readonly warnings: readonly string[];
}
