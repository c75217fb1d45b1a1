import { expect, it } from 'vitest';
import { createDurations } from './durations.ts';

it('counts each request in its bucket and in all above it', () => {
  const durations = createDurations();
  for (const seconds of [0.0005, 0.001, 0.002, 31]) durations.add('getConfig', seconds);
  durations.add('setConfig', 0.3);
  const lines = durations.text().split('\n');
  const lineOf = (series: string) => lines.find((line) => line.startsWith(`milaan_http_duration_seconds_${series} `));
  const bucket = (operation: string, le: string) =>
    lineOf(`bucket{operation="${operation}",le="${le}"}`)?.split(' ')[1];
  expect([bucket('getConfig', '0.001'), bucket('getConfig', '0.0025'), bucket('getConfig', '30')]).toEqual([
    '2',
    '3',
    '3',
  ]);
  expect(bucket('getConfig', '+Inf')).toBe('4');
  expect([bucket('setConfig', '0.25'), bucket('setConfig', '0.5')]).toEqual(['0', '1']);
  expect(lineOf('count{operation="getConfig"}')).toMatch(/ 4$/);
});
