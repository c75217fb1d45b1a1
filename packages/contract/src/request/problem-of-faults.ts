import { fillSentence, type Problem } from '../errors/problem.ts';
import { ERRORS } from '../errors/registry.ts';
import { LIMITS } from '../limits.ts';
import { type FaultCode, type FaultDraft, faultOf } from './fault-draft.ts';

/**
 * One failure that tells all faults of a request at once. It has the code of the first of them; `errors` lists at most
 * `LIMITS.faults`, `metadata.faultCount` is how many there are, which whoever found more than it kept says.
 */
export function problemOfFaults(
  faults: readonly [FaultDraft, ...FaultDraft[]],
  faultCount: number = faults.length,
): Problem<FaultCode> {
  const [first] = faults;
  const entry = ERRORS[first.code];
  const more = faultCount > 1 ? ' The request has {faultCount} faults; errors lists them.' : '';
  const metadata = { ...first.metadata, faultCount };
  return Object.freeze({
    code: first.code,
    status: entry.status,
    detail: fillSentence(`${entry.detail}${more}`, metadata),
    param: first.metadata.param,
    errors: faults.slice(0, LIMITS.faults).map(faultOf),
    metadata,
    retryable: entry.retryable,
    retryAfterMs: null,
  });
}
