import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from './fake-clock.ts';
import { createSystemRandomness } from './randomness.ts';
import { createUlids } from './ulid.ts';

describe('createUlids', () => {
  it('writes the time in the first ten characters and the chance in the other sixteen', () => {
    const clock = createFakeClock(1_469_918_176_385);
    const zeros = createUlids(clock, { bytes: (length) => new Uint8Array(length) });
    const ones = createUlids(clock, { bytes: (length) => new Uint8Array(length).fill(255) });
    // The time is the example of the ULID specification.
    expect(zeros()).toBe('01ARYZ6S410000000000000000');
    expect(ones()).toBe('01ARYZ6S41ZZZZZZZZZZZZZZZZ');
  });

  it('sorts by time and never repeats', () => {
    const clock = createFakeClock();
    const ulid = createUlids(clock, createSystemRandomness());
    const made = Array.from({ length: 5000 }, () => {
      clock.advance(1);
      return ulid();
    });
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('sorts those of one millisecond as they were made', () => {
    const ulid = createUlids(createFakeClock(), { bytes: () => Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 254, 250]) });
    const made = Array.from({ length: 1000 }, () => ulid());
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('keeps every bit of chance', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
        const text = createUlids(createFakeClock(), { bytes: () => bytes })().slice(10);
        const value = [...text].reduce(
          (sum, character) => sum * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(character)),
          0n,
        );
        expect(value).toBe(BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
      }),
    );
  });
});
