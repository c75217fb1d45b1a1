import type { Metadata } from '../errors/define-errors.ts';
import { type Fault, fillSentence } from '../errors/problem.ts';
import { ERRORS } from '../errors/registry.ts';

/** The codes that checking a request against its schemas can give. */
export const FAULT_CODES = [
  'parameter_missing',
  'parameter_invalid',
  'parameter_unknown',
  'period_range_invalid',
  'gstin_invalid',
  'gstin_not_of_pan',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** True for a code that checking a request can give. */
export const isFaultCode = (text: unknown): text is FaultCode => FAULT_CODES.some((code) => code === text);

/** A fault before it is put into words: the metadata fills the sentence of its code. */
export interface FaultDraft {
  readonly code: FaultCode;
  /** JSON Pointer into the body, or null outside of it. */
  readonly pointer: string | null;
  readonly metadata: Metadata & { readonly param: string };
}

/** The fault as the caller sees it. */
export const faultOf = (draft: FaultDraft): Fault => ({
  code: draft.code,
  detail: fillSentence(ERRORS[draft.code].detail, draft.metadata),
  pointer: draft.pointer,
  param: draft.metadata.param,
});
