import type { MatchType } from '@milaan/gst';
import type { Scenario } from './settings.ts';

/** A line of `truth.jsonl` about a voucher. */
export interface VoucherTruth {
  readonly externalId: string;
  readonly scenario: Scenario;
  /** Keys `ctin|kind|number|date` of the portal documents that it stands for. */
  readonly links: readonly string[];
  readonly expected: readonly MatchType[];
  /** The data does not tell which portal document it is. */
  readonly ambiguous: boolean;
  /** Documents of other vouchers that this one equals in every respect: linking them is no fault of anybody. */
  readonly lookAlikes: readonly string[];
  /** Vouchers of one split bill, or of one bill booked twice, share it. */
  readonly together: string | null;
  /** Taxable value of the linked documents in paise, in the order of `links`. */
  readonly taxablePaise: readonly number[];
}

/** A line of `truth.jsonl` about a portal document that no voucher stands for. */
export interface PortalTruth {
  readonly portal: string;
  readonly scenario: 'not-booked' | 'superseded';
}

export type Truth = VoucherTruth | PortalTruth;

const PREFIX = 'PR';

/** External ids count up from 1, so that a reader may keep truth in an array. */
export const externalIdOf = (index: number): string => PREFIX + String(index).padStart(8, '0');
export const indexOfExternalId = (externalId: string): number => Number(externalId.slice(PREFIX.length));
