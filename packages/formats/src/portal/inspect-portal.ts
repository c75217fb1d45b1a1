export interface PortalInspection {
  readonly kind: string;
}
export const inspectPortal = async (_path: string): Promise<PortalInspection | null> => null;
