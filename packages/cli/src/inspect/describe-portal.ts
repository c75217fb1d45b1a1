import type { PortalInspection } from '@milaan/formats';
import type { Paint } from '../terminal/colour.ts';

/** What a portal file is. */
export function describePortal(inspection: PortalInspection, paint: Paint): string[] {
  return [paint('bold', inspection.kind)];
}
