import type { ControlSummary } from './control/control-summary.ts';

/** What one JSON node or one workbook gave: a whole return, or a page of one. */
export interface PortalPart {
  readonly id: number;
  readonly file: string;
  /** JSON pointer of the node in the file; `''` for the whole file or a workbook. */
  readonly pointer: string;
  readonly source: 'GSTR_2B' | 'GSTR_2A';
  readonly format: 'json' | 'excel';
  gstin: string | null;
  /** MMYYYY */
  period: string | null;
  /** YYYY-MM-DD; the day on which the portal generated the statement. */
  generatedOn: string | null;
  /** Count of pages of the return (`fc`), when this part says it. */
  readonly pageCount: number | null;
  /** Which page this is, when the part or its request says it. */
  readonly pageNumber: number | null;
  /** False for an answer that only announces the pages. */
  readonly hasDocuments: boolean;
  readonly documents: number;
  /** Bytes of the documents, for telling copies apart from pages. */
  readonly documentBytes: number;
  readonly summary: ControlSummary | null;
}

/** Something of a file that is not used, and why. */
export interface IgnoredFile {
  readonly path: string;
  readonly reason: string;
}
