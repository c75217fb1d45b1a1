import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

describe('createRandom', () => {
  it('repeats itself for the same seeds only', () => {
    const draw = (...seeds: number[]): number[] => {
      const random = createRandom(...seeds);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(1, 2)).toEqual(draw(1, 2));
    expect(draw(1, 2)).not.toEqual(draw(2, 1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('draws by weight and never what has none', () => {
    const random = createRandom(9);
    const counts = { often: 0, seldom: 0, never: 0 };
    for (let i = 0; i < 20_000; i++) counts[random.weighted({ often: 9, seldom: 1, never: 0 })] += 1;
    expect(counts.never).toBe(0);
    expect(counts.often / counts.seldom).toBeGreaterThan(8);
    expect(counts.often / counts.seldom).toBeLessThan(10.2);
  });

  it('is uniform enough', () => {
    const random = createRandom(3);
    const buckets = new Array<number>(10).fill(0);
    for (let i = 0; i < 50_000; i++) {
      const bucket = random.int(10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 5000)).toBeLessThan(300);
  });
});
