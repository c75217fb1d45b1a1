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
    const isThere = (path: typeof start) => (memberAt(body, path) ?? null) !== null;
    const isStartThere = isThere(start);
    if (isStartThere === isThere(end)) return [];
    const missing = isStartThere ? end : start;
    return [{ code: 'parameter_missing', pointer: pointerOf(missing), metadata: { param: paramOf(missing) } }];
  };
