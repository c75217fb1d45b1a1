import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { createCalm } from './calm.ts';

const BOUNDS = { pauseMs: 25, mostMs: 100 };

/** Moves the clock by one pause, and lets whoever woke go on. */
const pass = async (clock: ReturnType<typeof createFakeClock>) => {
  clock.advance(BOUNDS.pauseMs);
  await new Promise(setImmediate);
};

function waitOn(clock: ReturnType<typeof createFakeClock>, signal = new AbortController().signal) {
  const calm = createCalm(BOUNDS, clock);
  const state = { isOver: false };
  void calm.wait(signal).then(() => {
    state.isOver = true;
  });
  return { calm, state };
}

describe('calm', () => {
  it('has come after one pause in which nothing came', async () => {
    const clock = createFakeClock();
    const { state } = waitOn(clock);
    await new Promise(setImmediate);
    expect(state.isOver).toBe(false);
    await pass(clock);
    expect(state.isOver).toBe(true);
  });

  it('is waited for while something comes', async () => {
    const clock = createFakeClock();
    const { calm, state } = waitOn(clock);
    calm.disturb();
    await pass(clock);
    expect(state.isOver).toBe(false);
    await pass(clock);
    expect(state.isOver).toBe(true);
  });

  it('is not waited for longer than said, nor after the end', async () => {
    const clock = createFakeClock();
    const ended = new AbortController();
    const burst = waitOn(clock);
    const leaving = waitOn(clock, ended.signal);
    for (let pauses = 0; pauses < 3; pauses++) {
      for (const { calm } of [burst, leaving]) calm.disturb();
      await pass(clock);
    }
    expect([burst.state.isOver, leaving.state.isOver]).toEqual([false, false]);
    ended.abort();
    burst.calm.disturb();
    await pass(clock);
    expect([burst.state.isOver, leaving.state.isOver]).toEqual([true, true]);
  });
});
