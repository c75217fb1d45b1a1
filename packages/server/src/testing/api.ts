/** Paths and bodies that the server's tests share. */
export const TOKEN = '/integration/v1/authz/token';
export const CODES = '/integration/v1/errorCodes';
export const GET_CONFIG = '/integration/v1/config/get';
export const REQUESTS = '/integration/v1/requests';
export const SET_CONFIG = '/integration/v1/config/set';

/** The least that `config/set` takes. */
export const SETTINGS = {
  pullReturnPeriodStart: '042026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '042026',
  reconReturnPeriodEnd: '102026',
} as const;
