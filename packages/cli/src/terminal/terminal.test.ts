import { describe, expect, it } from 'vitest';
import { createFakeIo } from '../fake-io.ts';
import { createPaint } from './colour.ts';
import { plainText, shortText } from './plain-text.ts';
import { createProgress } from './progress.ts';
import { countOf, formatBytes, formatCount, formatDuration } from './quantities.ts';
import { renderTable } from './table.ts';

describe('quantities', () => {
  it('counts in lakhs', () => expect(formatCount(3_000_000)).toBe('30,00,000'));
  it('knows one from many', () => {
    expect(countOf(1, 'row')).toBe('1 row');
    expect(countOf(0, 'mismatch', 'mismatches')).toBe('0 mismatches');
  });
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min 00 s'],
    [185_000, '3 min 05 s'],
  ])('%d ms', (ms, text) => expect(formatDuration(ms)).toBe(text));
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [999_950, '1.0 MB'],
    [150e6, '150.0 MB'],
  ])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('text from files on a terminal', () => {
  it('cannot move the cursor or turn its direction', () =>
    expect(plainText('a\u001b[2Jb\rc\u202ed\ne')).toBe('a?[2Jb?c?d?e'));
  it('is cut by characters, not by halves of them', () => {
    expect(shortText('मिलान', 10)).toBe('मिलान');
    expect(shortText('😀😀😀', 2)).toBe('😀…');
  });
});

describe('renderTable', () => {
  it('lines columns up, colour or not', () => {
    const paint = createPaint(createFakeIo({ isTerminal: true }).stdout, {});
    const columns = [
      { header: 'What', align: 'left' },
      { header: 'Tax', align: 'right' },
    ] as const;
    const plain = renderTable(columns, [['Exact', '1.00'], null, ['All', '100.00']]);
    expect(plain).toEqual(['What      Tax', '─────────────', 'Exact    1.00', '─────────────', 'All    100.00']);
    expect(renderTable(columns, [[paint('green', 'Exact'), '1.00']])[2]).toBe('\u001b[32mExact\u001b[39m  1.00');
  });
});

describe('createPaint', () => {
  const painted = (isTerminal: boolean, env: Record<string, string>) =>
    createPaint(createFakeIo({ isTerminal }).stdout, env)('red', 'x') !== 'x';
  it('paints terminals only, and as the environment asks', () => {
    expect(painted(true, {})).toBe(true);
    expect(painted(false, {})).toBe(false);
    expect(painted(true, { NO_COLOR: '1' })).toBe(false);
    expect(painted(true, { TERM: 'dumb' })).toBe(false);
    expect(painted(false, { FORCE_COLOR: '1' })).toBe(true);
    expect(painted(false, { FORCE_COLOR: '0' })).toBe(false);
  });
});

describe('createProgress', () => {
  it('writes plain lines where there is no terminal', () => {
    const io = createFakeIo();
    const progress = createProgress(io, { quiet: false });
    progress.update('portal', { done: 0 });
    io.passMs(5_000);
    progress.update('portal', { done: 500_000 });
    io.passMs(5_000);
    progress.finish('portal', 1_000_000);
    progress.stop();
    expect(io.output).toEqual({
      stdout: '',
      stderr:
        'Reading portal files …\n' +
        'Reading portal files: 5,00,000 documents so far (1,00,000/s)\n' +
        'Reading portal files: 10,00,000 documents in 10.0 s (1,00,000/s)\n',
    });
  });

  it('draws a bar with rows and rate on a terminal and takes it away', () => {
    const io = createFakeIo({ isTerminal: true });
    const progress = createProgress(io, { quiet: false });
    progress.update('purchases', { done: 0, fraction: 0 });
    progress.update('portal', { done: 0 });
    io.passMs(2_000);
    progress.update('purchases', { done: 300_000, fraction: 0.5 });
    expect(io.output.stderr).toContain(
      'Reading purchase register  3,00,000 lines · 1,50,000/s · 2.0 s  █████░░░░  50 %\n',
    );
    progress.finish('purchases', 600_000);
    expect(io.output.stderr).toContain('✓\u001b[39m Reading purchase register: 6,00,000 lines in 2.0 s (3,00,000/s)\n');
    progress.stop();
    expect(io.output.stderr.endsWith('\u001b[1A\r\u001b[J')).toBe(true);
  });

  it('never draws a line that wraps', () => {
    const io = createFakeIo({ isTerminal: true, columns: 20 });
    const progress = createProgress(io, { quiet: false });
    progress.update('purchases', { done: 300_000, fraction: 0.5 });
    progress.stop();
    const [drawn = ''] = io.output.stderr.split('\n');
    expect(drawn.length).toBe(19);
  });

  it('says nothing when quiet', () => {
    const io = createFakeIo({ isTerminal: true });
    const progress = createProgress(io, { quiet: true });
    progress.update('portal', { done: 5 });
    progress.note('hello');
    progress.finish('portal');
    progress.stop();
    expect(io.output).toEqual({ stdout: '', stderr: '' });
  });
});
