import type { ClientRequest } from '@milaan/server';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../failure/usage-error.ts';
import { checkedRequest } from './checked-request.ts';

const REQUEST: ClientRequest = { workspace: 'Company Ltd', name: 'SAP', mode: 'live', pans: null, scopes: null };

const refusalOf = (request: Partial<ClientRequest>): UsageError | null => {
  try {
    checkedRequest({ ...REQUEST, ...request });
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
};

describe('the request of a client', () => {
  it('is taken without spaces around names and without repetitions', () => {
    const request = { ...REQUEST, workspace: ' Company Ltd ', pans: ['ABCDE1234F', 'ABCDE1234F'] };
    expect(checkedRequest(request)).toEqual({ ...REQUEST, pans: ['ABCDE1234F'] });
  });

  it.each(['', ' ', 'x'.repeat(201), 'two\nlines'])('has names that a list can show, not %j', (text) => {
    expect(refusalOf({ workspace: text })?.message).toMatch(/^--workspace must be a name/);
    expect(refusalOf({ name: text })?.message).toMatch(/^--name must be a name/);
  });

  it('is told which scopes there are', () => {
    expect(refusalOf({ scopes: ['config'] })?.hint).toContain('config:read, config:write');
    expect(refusalOf({ pans: ['abcde1234f'] })?.message).toBe('abcde1234f is not a PAN.');
  });
});
