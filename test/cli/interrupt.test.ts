import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { createTestFolder, listFiles } from '../support/folders.ts';
import { DEMO_PORTAL, DEMO_REGISTER, runMilaanProcess } from '../support/milaan-process.ts';

/** A register of so many lines that no machine has read it when the signal comes. */
async function writeLongRegister(path: string, lines: number): Promise<void> {
  const [header = '', first = ''] = readFileSync(DEMO_REGISTER, 'utf8').split('\r\n');
  const file = createWriteStream(path);
  file.write(`${header}\n`);
  for (let done = 0; done < lines; done += 1000) {
    const chunk = Array.from({ length: 1000 }, (_, index) =>
      first.replace('BP/0401/26-27', `BP/${done + index}`).replace('ERP-1101', `ERP-${done + index}`),
    );
    if (!file.write(`${chunk.join('\n')}\n`)) await once(file, 'drain');
  }
  await finished(file.end());
}

describe('a run that is stopped', () => {
  it.each([
    ['SIGINT', 130, /Reading/],
    ['SIGTERM', 143, /Reading/],
    ['SIGINT', 130, /Reading purchase register: /],
  ] as const)('by %s exits with %i after %s and leaves nothing behind', async (signal, code, moment) => {
    const folder = createTestFolder();
    const purchases = join(folder, 'long.csv');
    await writeLongRegister(purchases, 400_000);
    const out = join(folder, 'out');
    mkdirSync(out);
    writeFileSync(join(out, 'results.jsonl.gz'), 'earlier results');
    let isSent = false;
    const ended = await runMilaanProcess(
      ['reconcile', '--purchases', purchases, '--portal', DEMO_PORTAL, '--out', out],
      {
        onStderr: (stderr, stop) => {
          if (isSent || !moment.test(stderr)) return;
          isSent = true;
          stop(signal);
        },
      },
    );
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain('Stopped; nothing was written.');
    expect(listFiles(folder)).toEqual(['long.csv', 'out/results.jsonl.gz']);
    expect(readFileSync(join(out, 'results.jsonl.gz'), 'utf8')).toBe('earlier results');
  });

  it('by two signals at once leaves nothing behind', async () => {
    const folder = createTestFolder();
    const purchases = join(folder, 'long.csv');
    await writeLongRegister(purchases, 400_000);
    let isSent = false;
    const ended = await runMilaanProcess(
      ['reconcile', '--purchases', purchases, '--portal', DEMO_PORTAL, '--out', join(folder, 'out')],
      {
        onStderr: (stderr, stop) => {
          if (isSent || !/Reading/.test(stderr)) return;
          isSent = true;
          stop('SIGINT');
          stop('SIGTERM');
        },
      },
    );
    // Which of the two it was depends on how far the first one had come when the second arrived.
    expect([130, 143]).toContain(ended.code);
    expect(ended.stdout).toBe('');
    expect(listFiles(folder)).toEqual(['long.csv']);
  });
});
