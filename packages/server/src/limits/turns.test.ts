import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('begins at once within a slice, and after whatever has arrived when it is over', () => {
  let nowMs = 0;
  const laters: (() => void)[] = [];
  const begun: string[] = [];
  const turns = createTurns(
    () => nowMs,
    (next) => void laters.push(next),
  );
  const begin = (name: string) => turns(() => void begun.push(name));
  begin('first');
  expect(begun).toEqual([]);
  laters.shift()?.();
  nowMs = 1;
  begin('within the slice');
  expect([begun, laters.length]).toEqual([['first', 'within the slice'], 0]);
  nowMs = 2;
  begin('after it');
  expect([begun.length, laters.length]).toEqual([2, 1]);
  laters.shift()?.();
  expect(begun).toHaveLength(3);
});
