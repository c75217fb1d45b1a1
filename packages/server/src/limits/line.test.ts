import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { createLine, type Line } from './line.ts';

const BOUNDS = { places: 1, longest: 8, standing: 2 };

/** Work that ends when it is told to, in the order in which it began. */
function createWork() {
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const work = (number: number) => () => {
    begun.push(number);
    return new Promise<number>((resolve) => ends.push(() => resolve(number)));
  };
  const settle = async () => {
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  };
  const endOne = async () => {
    ends.shift()?.();
    await settle();
  };
  return { work, begun, endOne, settle };
}

const atOnce = (next: () => void) => next();

/** Lets as many join as the line takes. */
const fill = (line: Line, work: (number: number) => () => Promise<number>): number => {
  let joined = 0;
  while (joined < 100 && line.run(work(joined)) !== null) joined++;
  return joined;
};

describe('a line', () => {
  it('serves one after the other, in their order, and as many as there are places', async () => {
    const { work, begun, endOne, settle } = createWork();
    const line = createLine({ ...BOUNDS, places: 2 }, createFakeClock(), atOnce);
    for (const number of [1, 2, 3, 4]) line.run(work(number));
    await settle();
    expect([begun, line.waiting]).toEqual([[1, 2], 2]);
    await endOne();
    expect([begun, line.waiting]).toEqual([[1, 2, 3], 1]);
    await endOne();
    await endOne();
    await endOne();
    expect([begun, line.waiting, line.isFull]).toEqual([[1, 2, 3, 4], 0, false]);
  });

  it('takes a burst, and turns away who comes to a full line without running anything', async () => {
    const { work, begun, settle } = createWork();
    const line = createLine(BOUNDS, createFakeClock(), atOnce);
    expect(fill(line, work)).toBe(BOUNDS.places + BOUNDS.longest);
    await settle();
    expect(line.isFull).toBe(true);
    expect(begun).toEqual([0]);
  });

  it('keeps a standing line short, and is ready for a burst again when it is over', async () => {
    const { work, endOne, settle } = createWork();
    const clock = createFakeClock();
    const line = createLine(BOUNDS, clock, atOnce);
    fill(line, work);
    await settle();
    // More come than go: after a window the line has never been short, so that it only shrinks from now on.
    clock.advance(100);
    fill(line, work);
    clock.advance(100);
    for (let i = 0; i < 20; i++) {
      await endOne();
      fill(line, work);
    }
    expect(line.waiting).toBe(BOUNDS.standing);
    while (line.waiting > 0) await endOne();
    await endOne();
    clock.advance(1100);
    expect(line.isFull).toBe(false);
    clock.advance(200);
    expect(fill(line, work)).toBe(BOUNDS.places + BOUNDS.longest);
  });

  it('lets a client have its lanes, however long they are all in use', async () => {
    const { work, endOne, settle } = createWork();
    const clock = createFakeClock();
    const line = createLine(BOUNDS, clock, atOnce);
    for (let lane = 0; lane < BOUNDS.longest; lane++) void line.run(work(lane));
    await settle();
    for (let i = 0; i < 50; i++) {
      clock.advance(100);
      await endOne();
      expect(line.run(work(i))).not.toBeNull();
    }
  });

  it('gives the place on when work fails', async () => {
    const line = createLine({ ...BOUNDS, longest: 1 }, createFakeClock(), atOnce);
    const failed = line.run(() => Promise.reject(new Error('failed')));
    const next = line.run(async () => 'served');
    await expect(failed).rejects.toThrow('failed');
    await expect(next).resolves.toBe('served');
    expect(line.isFull).toBe(false);
  });
});
