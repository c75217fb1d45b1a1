import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createConcurrencyLimiter, isPlace, type Place } from './concurrency.ts';

const START_MS = Date.UTC(2026, 10, 22);

describe('createConcurrencyLimiter', () => {
  it('lets in as many as it may, of each workspace by itself', () => {
    const limiter = createConcurrencyLimiter(2);
    const entered = ['a', 'a', 'a', 'b'].map((workspace) => isPlace(limiter.enter(workspace, START_MS)));
    expect(entered).toEqual([true, true, false, true]);
    expect(limiter.underWay).toBe(3);
  });

  it('gives a place back once, however often it is left', () => {
    const limiter = createConcurrencyLimiter(1);
    const place = limiter.enter('a', START_MS);
    if (isPlace(place)) for (let i = 0; i < 3; i++) place.leave();
    expect(limiter.underWay).toBe(0);
    expect(isPlace(limiter.enter('a', START_MS))).toBe(true);
    expect(isPlace(limiter.enter('a', START_MS))).toBe(false);
  });

  it('keeps its word: requests end by their time, and who waited as long as it said, alone, finds a place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat(20_000), { maxLength: 40 }), (limit, gaps) => {
        const limiter = createConcurrencyLimiter(limit);
        let nowMs = START_MS;
        let open: { readonly place: Place; readonly endsMs: number }[] = [];
        const pass = (ms: number) => {
          nowMs += ms;
          for (const { place } of open.filter(({ endsMs }) => endsMs <= nowMs)) place.leave();
          open = open.filter(({ endsMs }) => endsMs > nowMs);
        };
        for (const gapMs of gaps) {
          pass(gapMs);
          let entered = limiter.enter('a', nowMs);
          if (!isPlace(entered)) {
            pass(Math.ceil((entered.retryAfterMs ?? 0) / 1000) * 1000);
            entered = limiter.enter('a', nowMs);
          }
          expect(isPlace(entered)).toBe(true);
          // The longest that a request may take.
          if (isPlace(entered)) open.push({ place: entered, endsMs: nowMs + 30_000 });
        }
      }),
    );
  });
});
