import type { BodyRule } from '../operations/define-operation.ts';
import { memberAt, paramOf, pointerOf } from './body-path.ts';

const PAN = /^[A-Z]{5}[0-9]{4}[A-Z]$/;
const GSTIN = /^[0-9]{2}([A-Z]{5}[0-9]{4}[A-Z])[0-9A-Z]{3}$/;

/** Each GSTIN of the list is a registration of the PAN. `path` leads to the object that holds `gstins` and `pan`. */
export const gstinsOfPanRule =
  (path: readonly string[]): BodyRule =>
  (body) => {
    const pan = memberAt(body, [...path, 'pan']);
    const gstins = memberAt(body, [...path, 'gstins']);
    if (typeof pan !== 'string' || !PAN.test(pan) || !Array.isArray(gstins)) return [];
    return gstins.flatMap((gstin: unknown, index) => {
      const panInside = typeof gstin === 'string' ? GSTIN.exec(gstin)?.[1] : undefined;
      if (panInside === undefined || panInside === pan) return [];
      const at = [...path, 'gstins', index];
      return [{ code: 'gstin_not_of_pan' as const, pointer: pointerOf(at), metadata: { param: paramOf(at), pan } }];
    });
  };
