import { describe, expect, it } from 'vitest';
import { createForgetful, createRemembered } from './remembered.ts';

describe('createRemembered', () => {
  it('loads once, and again after it was told to forget', async () => {
    const remembered = createRemembered<string>(10);
    let loads = 0;
    const load = async () => `load ${++loads}`;
    expect(await remembered.get('a', load)).toBe('load 1');
    expect(await remembered.get('a', load)).toBe('load 1');
    remembered.forget('a');
    expect(await remembered.get('a', load)).toBe('load 2');
    remembered.forgetAll();
    expect(await remembered.get('a', load)).toBe('load 3');
  });

  it('does not keep what was read before a change', async () => {
    const remembered = createRemembered<string>(10);
    let finish: (value: string) => void = () => {};
    const stale = remembered.get('a', () => new Promise((resolve) => (finish = resolve)));
    remembered.forget('a');
    finish('before the change');
    expect(await stale).toBe('before the change');
    expect(await remembered.get('a', async () => 'after the change')).toBe('after the change');
  });

  it('keeps no more than it may', async () => {
    const remembered = createRemembered<number>(2);
    let loads = 0;
    for (const key of ['a', 'b', 'c', 'a']) await remembered.get(key, async () => ++loads);
    expect(loads).toBe(4);
  });

  it('does not remember what is not there', async () => {
    const remembered = createRemembered<string | undefined>(2);
    expect(await remembered.get('a', async () => undefined)).toBeUndefined();
    expect(await remembered.get('a', async () => 'made since')).toBe('made since');
  });
});

describe('createForgetful', () => {
  it('loads every time', async () => {
    let loads = 0;
    const forgetful = createForgetful<number>();
    await forgetful.get('a', async () => ++loads);
    expect(await forgetful.get('a', async () => ++loads)).toBe(2);
  });
});
