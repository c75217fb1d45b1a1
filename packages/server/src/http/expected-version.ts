import type { ExpectedVersion } from '../state/workspace-configs.ts';

/** `"3"` is version 3, `*` any; the contract lets nothing else through. */
export const expectedBy = (ifMatch: string | undefined): ExpectedVersion =>
  ifMatch === undefined ? undefined : ifMatch === '*' ? 'any' : Number(ifMatch.slice(1, -1));
