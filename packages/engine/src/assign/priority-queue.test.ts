import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PriorityQueue } from './priority-queue.ts';

const drain = (queue: PriorityQueue) => {
  const left: { item: number; priority: number }[] = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) left.push(next);
  return left;
};

test('entries leave by priority, equal priorities by item, whatever the order of arrival', () => {
  const entry = fc.record({ item: fc.nat({ max: 20 }), priority: fc.integer({ min: -5, max: 5 }) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const queue = new PriorityQueue();
      for (const { item, priority } of entries) queue.push(item, priority);
      const ordered = [...entries].sort((a, b) => a.priority - b.priority || a.item - b.item);
      expect(drain(queue)).toEqual(ordered);
    }),
  );
});

test('an entry that arrives between two departures takes its place', () => {
  const queue = new PriorityQueue();
  queue.push(7, 3);
  queue.push(8, 5);
  expect(queue.pop()).toEqual({ item: 7, priority: 3 });
  queue.push(9, 4);
  expect(drain(queue)).toEqual([
    { item: 9, priority: 4 },
    { item: 8, priority: 5 },
  ]);
});

test('an empty queue has nothing to give', () => expect(new PriorityQueue().pop()).toBeUndefined());
