import type { ReturnPeriod } from '@milaan/gst';
import type { ControlDifference } from './control/control-total.ts';
import type { IgnoredFile } from './portal-part.ts';

/** Layout of a portal file: JSON with rate items (to September 2024), JSON without, the portal's Excel, a GSTR-2A. */
export type PortalShape = 'v3' | 'v4' | 'excel' | '2a' | '2a-excel';

export interface PortalProgress {
  readonly stage: 'portal';
  /** Documents found so far. */
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface PortalReadOptions {
  /** Files, folders, ZIPs. */
  readonly inputs: readonly string[];
  /** Which statement to read; by default GSTR-2B where there is any, else GSTR-2A. */
  readonly type?: '2b' | '2a' | undefined;
  /** Own registrations of this run. */
  readonly gstins?: readonly string[] | undefined;
  /** Own PAN, where `gstins` is not given. */
  readonly pan?: string | undefined;
  readonly from?: ReturnPeriod | undefined;
  readonly to?: ReturnPeriod | undefined;
  /**
   * Leaves a document that the GSTR-2A of several periods show in each of them, for callers who keep the returns apart
   * and choose among the periods later. By default the latest has it.
   */
  readonly keepsEveryPeriod?: boolean | undefined;
  /** An existing folder; everything put there is removed again. */
  readonly tempFolder: string;
  readonly onProgress?: ((progress: PortalProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PortalFileReading {
  readonly path: string;
  readonly kind: 'GSTR_2B' | 'GSTR_2A';
  readonly shape: PortalShape;
  readonly gstin: string;
  readonly period: string;
  readonly generatedOn: string | null;
  readonly documents: number;
  readonly bytes: number;
}

export interface PortalReturnReading {
  readonly gstin: string;
  readonly period: string;
  readonly type: 'GSTR_2B' | 'GSTR_2A';
  readonly generatedOn: string | null;
  readonly files: number;
  /** Files of earlier generations that were left out. */
  readonly superseded: number;
}

export interface PortalReading {
  readonly files: readonly PortalFileReading[];
  readonly returns: readonly PortalReturnReading[];
  /** Rows of `portal`. */
  readonly documents: number;
  readonly ignoredFiles: readonly IgnoredFile[];
  readonly controlTotals: readonly ControlDifference[];
  readonly rejectedRows: number;
  readonly warnings: readonly string[];
}
