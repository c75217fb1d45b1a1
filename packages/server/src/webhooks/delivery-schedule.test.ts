import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAUSES_MS, pauseAfter } from './delivery-schedule.ts';

const DAY_MS = 86_400_000;
const nowMs = Date.UTC(2026, 10, 22);
const failed = (attempts: number, retryAfter: string | null = null, chance = 0) =>
  pauseAfter({ attempts, retryAfter, nowMs, chance });

describe('the pauses between attempts', () => {
  it('grow, last about three days, and end', () => {
    const all = PAUSES_MS.map((_, index) => failed(index + 1) ?? 0);
    expect([...all].sort((a, b) => a - b)).toEqual(all);
    const totalMs = all.reduce((sum, pause) => sum + pause, 0);
    expect(totalMs).toBeGreaterThan(3 * DAY_MS);
    expect(totalMs).toBeLessThan(3.5 * DAY_MS);
    expect(failed(PAUSES_MS.length + 1)).toBeNull();
  });

  it('are a little longer by chance, never shorter', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: PAUSES_MS.length }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, chance) => {
          const pauseMs = failed(n, null, chance) ?? 0;
          expect(pauseMs).toBeGreaterThanOrEqual(failed(n) ?? 0);
          expect(pauseMs).toBeLessThanOrEqual((failed(n) ?? 0) * 1.1 + 1);
        },
      ),
    ));

  it.each([
    ['120', 120_000],
    ['Sun, 22 Nov 2026 01:00:00 GMT', 3_600_000],
    ['999999999', DAY_MS],
    ['1', 5000],
    ['soon', 5000],
    ['-5', 5000],
    ['Sat, 21 Nov 2026 00:00:00 GMT', 5000],
  ])('honour a wish of %s', (wish, pauseMs) => expect(failed(1, wish)).toBe(pauseMs));
});
