import type { Caller } from '../../auth/caller.ts';
import { requirePan } from '../../auth/scope.ts';

/**
 * What a caller may take in from a file: the registrations that it names must be of PANs that its token covers; without
 * any, a token of one PAN takes in that one.
 * @throws Refusal `scope_insufficient`
 */
export function allowedRegistrations(
  caller: Caller,
  gstins: readonly string[] | null,
): {
  readonly gstins: readonly string[] | null;
  readonly pan: string | null;
  readonly allowedPans: readonly string[] | null;
} {
  const { pans } = caller;
  const named = gstins === null || gstins.length === 0 ? null : [...new Set(gstins)];
  for (const gstin of named ?? []) requirePan(caller, gstin.slice(2, 12), 'userInputArgs.gstins');
  return { gstins: named, pan: pans !== null && pans.length === 1 ? (pans[0] ?? null) : null, allowedPans: pans };
}
