import type { ErrorCode, Metadata } from '@milaan/contract';

/** Why something that runs by itself failed, as it is stored: what the registry needs to tell it again. */
export interface FaultRecord {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly param: string | null;
  readonly metadata: Metadata;
}
