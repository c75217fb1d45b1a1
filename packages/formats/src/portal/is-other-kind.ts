import type { InputRefused } from '../input-refused.ts';
import { PortalJsonFault } from './json/portal-json.ts';

const OTHER_KIND: ReadonlySet<string> = new Set([
  'FILE_NOT_RECOGNISED',
  'FILE_KIND_UNSUPPORTED',
  'PORTAL_NOTHING_FOUND',
]);

/** Whether a refusal of `readPortal` means "this is something else", not "this portal file is broken". */
export const isOtherKind = (refusal: InputRefused): boolean =>
  OTHER_KIND.has(refusal.code) || (refusal.cause instanceof PortalJsonFault && !refusal.cause.hadFound);
