import { isReturnPeriod, returnPeriodOrdinal } from '@milaan/gst';
import { LIMITS } from '../limits.ts';
import type { BodyRule } from '../operations/define-operation.ts';
import { memberAt, paramOf, pointerOf } from './body-path.ts';

/**
 * The first period of a range is not after its last one, and the range is not longer than `LIMITS.rangePeriods`.
 * `path` leads to the object that holds both ends.
 */
export const periodRangeRule =
  (startName: string, endName: string, path: readonly string[] = []): BodyRule =>
  (body) => {
    const from = memberAt(body, [...path, startName]);
    const to = memberAt(body, [...path, endName]);
    if (typeof from !== 'string' || typeof to !== 'string' || !isReturnPeriod(from) || !isReturnPeriod(to)) return [];
    const count = returnPeriodOrdinal(to) - returnPeriodOrdinal(from) + 1;
    if (count >= 1 && count <= LIMITS.rangePeriods) return [];
    const reason =
      count < 1 ? 'the first period is after the last' : `it is longer than ${LIMITS.rangePeriods} periods`;
    const at = [...path, endName];
    return [
      { code: 'period_range_invalid', pointer: pointerOf(at), metadata: { param: paramOf(at), from, to, reason } },
    ];
  };
