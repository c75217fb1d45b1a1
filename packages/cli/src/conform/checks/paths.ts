import { OPERATIONS } from '@milaan/contract';

/** Where the checks go. */
export const PATHS = {
  codes: OPERATIONS.listErrorCodes.path,
  token: OPERATIONS.getAuthToken.path,
  getConfig: OPERATIONS.getConfig.path,
  setConfig: OPERATIONS.setConfig.path,
  settings: OPERATIONS.setSettings.path,
  nowhere: '/integration/v1/no/such/path',
} as const;

/** A version that no resource has: whatever a request says, a server that heeds it changes nothing. */
export const NEVER_CURRENT = { 'if-match': '"999999999"' } as const;

export const JSON_BODY = { 'content-type': 'application/json' } as const;
