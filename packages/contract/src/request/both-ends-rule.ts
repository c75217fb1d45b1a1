import type { BodyRule } from '../operations/define-operation.ts';
import { memberAt, paramOf, pointerOf } from './body-path.ts';

/** A range is given with both its ends or with neither: half of one would be completed by a guess. */
export const bothEndsRule =
  (startName: string, endName: string, path: readonly string[] = []): BodyRule =>
  (body) => {
    const [start, end] = [
      [...path, startName],
      [...path, endName],
    ] as const;
    const isStartThere = memberAt(body, start) !== undefined;
    if (isStartThere === (memberAt(body, end) !== undefined)) return [];
    const missing = isStartThere ? end : start;
    return [{ code: 'parameter_missing', pointer: pointerOf(missing), metadata: { param: paramOf(missing) } }];
  };
