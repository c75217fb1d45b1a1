import { InputRefused } from '@milaan/formats';
import { describe, expect, it } from 'vitest';
import { describeFailure } from './describe-failure.ts';
import { UsageError } from './usage-error.ts';

const withCode = (message: string, code: string) => Object.assign(new Error(message), { code });

describe('describeFailure', () => {
  it('wrong usage: exit code 2', async () => {
    expect(await describeFailure(new UsageError('No.', 'Do this.'))).toEqual({
      code: 'USAGE',
      message: 'No.',
      hint: 'Do this.',
      exitCode: 2,
    });
    expect(await describeFailure(new UsageError('No.'))).not.toHaveProperty('hint');
  });

  it('a refused input: exit code 3, with its file and code', async () =>
    expect(await describeFailure(new InputRefused('FILE_EMPTY', 'a.csv', 'The file is empty.'))).toEqual({
      code: 'FILE_EMPTY',
      file: 'a.csv',
      message: 'The file is empty.',
      exitCode: 3,
    }));

  it.each([
    ['ENOSPC', withCode('ENOSPC: no space left on device, write', 'ENOSPC')],
    ['ENOSPC', new Error('IO Error: Could not write to file: No space left on device')],
    ['EDQUOT', withCode('EDQUOT', 'EDQUOT')],
    ['EMFILE', withCode('too many open files', 'EMFILE')],
    ['OUT_OF_MEMORY', new Error('Out of Memory Error: failed to allocate data of size 1.0 GiB (3.7 GiB/3.7 GiB used)')],
    ['OUT_OF_MEMORY', new Error('Out of Memory Error: failed to pin block of size 256.0 KiB')],
  ])('the machine, %s: exit code 1 and a way out', async (code, error) =>
    expect(await describeFailure(error)).toEqual({
      code,
      message: expect.any(String),
      hint: expect.any(String),
      exitCode: 1,
    }),
  );

  it('anything else is our own failure: exit code 1', async () => {
    expect(await describeFailure(new Error('boom'))).toMatchObject({ code: 'INTERNAL', exitCode: 1 });
    expect(await describeFailure('boom')).toMatchObject({ code: 'INTERNAL', message: 'boom', exitCode: 1 });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('whatever fails after %s is the stop itself: exit code %i', async (signal, exitCode) =>
    expect(await describeFailure(new Error('INTERRUPT Error: Interrupted!'), AbortSignal.abort(signal))).toMatchObject({
      code: 'STOPPED',
      exitCode,
    }),
  );
});
