import type { PortalPart } from './portal-part.ts';

/** A part whose registration and period are known. */
export type KnownPart = PortalPart & { gstin: string; period: string };

export const isKnown = (part: PortalPart): part is KnownPart => part.gstin !== null && part.period !== null;

export const typeName = (source: PortalPart['source']): string => (source === 'GSTR_2B' ? 'GSTR-2B' : 'GSTR-2A');

/** The file alone where the part is all of it but for its wrapping. */
export const place = (part: PortalPart): string =>
  `${part.file}${/^(?:\/data)*$/.test(part.pointer) ? '' : `#${part.pointer}`}`;

export const filesOf = (parts: readonly PortalPart[]): number => new Set(parts.map((part) => part.file)).size;
