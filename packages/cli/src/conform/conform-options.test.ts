import { describe, expect, it } from 'vitest';
import { createFakeIo } from '../fake-io.ts';
import { baseUrlOf, type ConformOptions, credentialsOf } from './conform-options.ts';

const io = (env: Record<string, string> = {}) => createFakeIo({ env });

describe('the address', () => {
  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['https://milaan.example/', 'https://milaan.example/'],
    ['https://milaan.example/integration/v1', 'https://milaan.example/'],
    ['https://milaan.example/integration/v1/', 'https://milaan.example/'],
    ['https://gateway.example/milaan', 'https://gateway.example/milaan'],
  ])('%s means %s', (text, href) => expect(baseUrlOf(text, io()).href).toBe(href));

  it('is that of the environment, or the usual one, when none is said', () => {
    expect(baseUrlOf(undefined, io({ MILAAN_URL: 'https://a.example' })).host).toBe('a.example');
    expect(baseUrlOf(undefined, io()).href).toBe('http://127.0.0.1:8080/');
  });

  it.each(['milaan', 'ftp://milaan.example', 'https://milaan.example?a=1', 'https://a:b@milaan.example', ''])(
    '%j is refused',
    (text) => expect(() => baseUrlOf(text, io())).toThrow('not the address of a server'),
  );
});

describe('the credentials', () => {
  const SANDBOX = 'mcs_sandbox_x';
  it.each<[string, ConformOptions, Record<string, string>, object]>([
    ['nobody', {}, {}, { clientSecret: null, token: null, isSandbox: false }],
    ['of the environment', {}, { MILAAN_CLIENT_SECRET: 'a' }, { clientSecret: 'a', token: null }],
    [
      'a token of the environment',
      {},
      { MILAAN_CLIENT_SECRET: 'a', MILAAN_TOKEN: 'b' },
      { clientSecret: null, token: 'b' },
    ],
    ['a flag before the environment', { clientSecret: 'c' }, { MILAAN_TOKEN: 'b' }, { clientSecret: 'c', token: null }],
    ['a token as flag', { token: 'd' }, { MILAAN_CLIENT_SECRET: 'a' }, { clientSecret: null, token: 'd' }],
    ['a sandbox secret of Milaan', { clientSecret: SANDBOX }, {}, { isSandbox: true }],
    ['a sandbox token of Milaan', { token: 'mat_sandbox_x' }, {}, { isSandbox: true }],
    ['a sandbox of somebody else', { token: 'x', sandbox: true }, {}, { isSandbox: true }],
    ['nothing but spaces', {}, { MILAAN_CLIENT_SECRET: ' \n' }, { clientSecret: null, token: null }],
  ])('%s', (_, options, env, found) => expect(credentialsOf(options, io(env))).toMatchObject(found));
});
