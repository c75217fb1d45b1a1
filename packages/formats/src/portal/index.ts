export type { ControlDifference } from './control/control-total.ts';
export { inspectPortal, type PortalInspection } from './inspect-portal.ts';
export { isOtherKind } from './is-other-kind.ts';
export type { IgnoredFile } from './portal-part.ts';
export type {
  PortalFileReading,
  PortalProgress,
  PortalReading,
  PortalReadOptions,
  PortalReturnReading,
  PortalShape,
} from './portal-reading.ts';
export { readPortal } from './read-portal.ts';
