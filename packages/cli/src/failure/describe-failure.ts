import { ServerLost } from '../conform/server-lost.ts';
import { describeRemoteFailure } from './describe-remote-failure.ts';
import { EXIT_CODES, exitCodeOfSignal } from './exit-codes.ts';
import type { Failure } from './failure.ts';
import { UsageError } from './usage-error.ts';

const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

type Sentence = Pick<Failure, 'code' | 'message' | 'hint'>;

const DISK_FULL: Sentence = {
  code: 'ENOSPC',
  message: 'The disk is full.',
  hint: 'Free some space, or choose an --out folder on another disk.',
};

const MACHINE_FAILURES: readonly { isMeant: (error: Error) => boolean; sentence: Sentence }[] = [
  {
    isMeant: (error) => errnoOf(error) === 'ENOSPC' || /no space left on device/i.test(error.message),
    sentence: DISK_FULL,
  },
  {
    isMeant: (error) => errnoOf(error) === 'EDQUOT',
    sentence: { ...DISK_FULL, code: 'EDQUOT', message: 'The disk quota is used up.' },
  },
  {
    isMeant: (error) => errnoOf(error) === 'EMFILE' || errnoOf(error) === 'ENFILE',
    sentence: {
      code: 'EMFILE',
      message: 'Too many files are open.',
      hint: 'Raise the limit (ulimit -n) and run again.',
    },
  },
  {
    isMeant: (error) => /out of memory|failed to (?:allocate|pin) /i.test(error.message),
    sentence: {
      code: 'OUT_OF_MEMORY',
      message: 'The memory limit was too small for this much data.',
      hint: 'Give more with --memory, for example --memory 8GB; fewer --threads need less.',
    },
  },
];

/** Says what went wrong. `signal` is that of the run: whatever fails after an abort is the abort. */
export async function describeFailure(error: unknown, signal?: AbortSignal): Promise<Failure> {
  if (signal?.aborted) {
    const name = String(signal.reason);
    return { code: 'STOPPED', message: 'Stopped; nothing was written.', exitCode: exitCodeOfSignal(name) };
  }
  if (error instanceof UsageError)
    return withHint({ code: 'USAGE', message: error.message, exitCode: EXIT_CODES.usage }, error.hint);
  if (error instanceof ServerLost)
    return { code: 'SERVER_LOST', message: error.message, hint: error.hint, exitCode: EXIT_CODES.failed };
  const { MilaanError } = await import('@milaan/client');
  if (error instanceof MilaanError) return describeRemoteFailure(error);
  // Loads the database with it, which a wrong command line has no need of.
  const { InputRefused } = await import('@milaan/formats');
  if (error instanceof InputRefused)
    return {
      ...withHint({ code: error.code, message: error.message, exitCode: EXIT_CODES.inputRefused }, error.hint),
      file: error.file,
    };
  if (!(error instanceof Error)) return { code: 'INTERNAL', message: String(error), exitCode: EXIT_CODES.failed };
  const machine = MACHINE_FAILURES.find(({ isMeant }) => isMeant(error));
  if (machine !== undefined) return { ...machine.sentence, exitCode: EXIT_CODES.failed };
  return {
    code: 'INTERNAL',
    message: `Milaan failed: ${error.message}`,
    hint: 'This is a defect of Milaan. Run again with MILAAN_DEBUG=1 and report what it prints.',
    exitCode: EXIT_CODES.failed,
  };
}

const withHint = (failure: Failure, hint: string | undefined): Failure =>
  hint === undefined ? failure : { ...failure, hint };
