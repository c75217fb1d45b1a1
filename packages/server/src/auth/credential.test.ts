import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSystemRandomness } from '../injected/randomness.ts';
import { createCredential, isSecretOf, parseCredential } from './credential.ts';

const ID = '01ARYZ6S41ZZZZZZZZZZZZZZZZ';
const randomness = createSystemRandomness();

describe('credentials', () => {
  it('are found again by their id and proved by their secret', () => {
    const { text, secretHash } = createCredential('mcs', 'sandbox', ID, randomness);
    expect(text).toMatch(/^mcs_sandbox_/);
    const parsed = parseCredential('mcs', text);
    expect(parsed?.id).toBe(ID);
    expect(isSecretOf(parsed?.secret ?? '', secretHash)).toBe(true);
    expect(text).not.toContain(secretHash.toString('hex'));
  });

  it('of one kind do not serve as the other', () => {
    expect(parseCredential('mat', createCredential('mcs', 'live', ID, randomness).text)).toBeUndefined();
  });

  it('are refused with any one character changed', () => {
    const { text, secretHash } = createCredential('mat', 'live', ID, randomness);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        fc.pre(text[at] !== character);
        const parsed = parseCredential('mat', text.slice(0, at) + character + text.slice(at + 1));
        const isGood = parsed !== undefined && parsed.id === ID && isSecretOf(parsed.secret, secretHash);
        // The mode is a label for people; the row says what the token is.
        expect(isGood).toBe(false);
      }),
    );
  });

  it('of nobody are wrong, even for the secret whose hash would be nobody’s', () => {
    expect(isSecretOf('anything', undefined)).toBe(false);
  });

  it('never take time over endless text', () => {
    expect(parseCredential('mat', 'mat_live_'.padEnd(1_000_000, 'A'))).toBeUndefined();
  });
});
