import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callerAddress } from './listen.ts';

it('believes the trusted proxies and nobody before them', () => {
  expect(callerAddress('10.0.0.1', '1.2.3.4', 0)).toBe('10.0.0.1');
  expect(callerAddress('10.0.0.1', undefined, 1)).toBe('10.0.0.1');
  expect(callerAddress('10.0.0.1', '1.2.3.4', 1)).toBe('1.2.3.4');
  expect(callerAddress('10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', 2)).toBe('1.2.3.4');
});

it('is not moved by what a caller makes up', () => {
  fc.assert(
    fc.property(fc.string(), (madeUp) => {
      expect(callerAddress('10.0.0.1', `${madeUp}, 1.2.3.4`, 1)).toBe('1.2.3.4');
    }),
  );
});
