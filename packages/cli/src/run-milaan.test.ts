import { expect, it } from 'vitest';
import { createFakeIo } from './fake-io.ts';
import { runMilaan } from './run-milaan.ts';

it.each([
  ['client', /^Usage: milaan client [\s\S]*\n {2}create [\s\S]*\n {2}revoke /],
  ['keys', /^Usage: milaan keys [\s\S]*\n {2}rotate /],
])('milaan %s alone shows which commands there are, and is wrong usage', async (group, help) => {
  const io = createFakeIo();
  expect(await runMilaan([group], io)).toBe(2);
  expect(io.output.stdout).toMatch(help);
  expect(io.output.stderr).toBe('');
});

it.each(['demo', 'conform'])('the help of milaan %s has lines of one length', async (command) => {
  const io = createFakeIo({ columns: 80 });
  await runMilaan([command, '--help'], io);
  const [, , ...lines] = (io.output.stdout.split('\n\n')[1] ?? '').split('\n').slice(0, -1);
  for (const line of lines) expect(line.length).toBeGreaterThan(55);
});
