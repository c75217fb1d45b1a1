import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { collectLines } from './collect-lines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function collect() {
  const written: string[] = [];
  return { written, lines: collectLines({ write: (text) => void written.push(text) }) };
}

it('hands on what it holds when it is much, when it is old, and when it is told to', () => {
  const { written, lines } = collect();
  lines.write('a\n');
  lines.write('b\n');
  expect(written).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(written).toEqual(['a\nb\n']);
  lines.write('c\n');
  lines.flush();
  lines.flush();
  expect(written.slice(1)).toEqual(['c\n']);
  const long = `${'x'.repeat(300_000)}\n`;
  lines.write(long);
  expect(written.slice(2)).toEqual([long]);
  vi.advanceTimersByTime(5000);
  expect(written).toHaveLength(3);
});
