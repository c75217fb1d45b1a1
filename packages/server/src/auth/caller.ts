import type { TokenWithClient } from '../state/tokens.ts';

/** Who sends a request, as its token says. */
export interface Caller {
  readonly tokenId: string;
  readonly clientId: string;
  readonly workspaceId: string;
  readonly isSandbox: boolean;
  /** `null` covers every PAN of the workspace. */
  readonly pans: readonly string[] | null;
  /** `null` covers every scope. */
  readonly scopes: readonly string[] | null;
}

export const callerOf = (token: TokenWithClient): Caller => ({
  tokenId: token.tokenId,
  clientId: token.clientId,
  workspaceId: token.workspaceId,
  isSandbox: token.mode === 'sandbox',
  pans: token.pans,
  scopes: token.scopes,
});
