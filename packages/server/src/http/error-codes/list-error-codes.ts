import { type ErrorMaster, errorMaster } from '@milaan/contract';
import type { Handler } from '../handler.ts';

const masters = new Map<string, ErrorMaster>();

/** The Error Code Master, as this server answers by it. */
export const listErrorCodes: Handler<'listErrorCodes'> = async (_, { settings: { baseUrl } }) => {
  const body = masters.get(baseUrl) ?? Object.freeze(errorMaster(baseUrl));
  masters.set(baseUrl, body);
  return { status: 200, body };
};
