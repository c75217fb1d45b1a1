import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoadReadings, shouldShed } from './overload.ts';

const BOUNDS = { maxLoopDelayMs: 250, maxUnderWay: 100, maxPoolWaitingPerConnection: 8 };
const IDLE = { loopDelayMs: 0, underWay: 0, poolWaiting: 0, poolMax: 2 };

const isShed = ({ underWay, ...readings }: LoadReadings & { readonly underWay: number }) =>
  shouldShed(readings, underWay, BOUNDS);

describe('shouldShed', () => {
  it.each([
    ['a late loop', { loopDelayMs: 251 }],
    ['too many under way', { underWay: 100 }],
    ['a long line for the database', { poolWaiting: 16 }],
  ])('sheds for %s alone, and not just below it', (_, reading) => {
    expect(isShed({ ...IDLE, ...reading })).toBe(true);
    const below = Object.fromEntries(Object.entries(reading).map(([name, value]) => [name, value - 1]));
    expect(isShed({ ...IDLE, ...below })).toBe(false);
  });

  it('never lets in what it would shed under less load', () => {
    const readings = fc.record({
      loopDelayMs: fc.nat(500),
      underWay: fc.nat(200),
      poolWaiting: fc.nat(40),
      poolMax: fc.constant(2),
    });
    fc.assert(
      fc.property(readings, fc.nat(50), (less, more) => {
        const heavier = {
          ...less,
          loopDelayMs: less.loopDelayMs + more,
          underWay: less.underWay + more,
          poolWaiting: less.poolWaiting + more,
        };
        if (isShed(less)) expect(isShed(heavier)).toBe(true);
      }),
    );
  });
});
