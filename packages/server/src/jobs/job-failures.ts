/** The job refuses its input: nothing is wrong with Milaan, and running again changes nothing. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
  /** Code of the `InputRefused` that was thrown, such as COLUMN_MISSING. */
  readonly reason: string;
  /** As the caller named it. */
  readonly file: string;
  /** What a person can do about it. */
  readonly hint: string | null;

  constructor(reason: string, file: string, message: string, hint: string | null) {
    super(message);
    this.reason = reason;
    this.file = file;
    this.hint = hint;
  }
}

/** The process of the job ended under it: killed by the system, out of memory, a crash. Running again may help. */
export class JobDied extends Error {
  override readonly name = 'JobDied';
  readonly exitCode: number | null;
  readonly signal: string | null;

  constructor(kind: string, exitCode: number | null, signal: string | null) {
    super(`The process of the job ${kind} ended with ${signal ?? `code ${exitCode}`}.`);
    this.exitCode = exitCode;
    this.signal = signal;
  }
}

/** Why a job failed that was neither refused nor killed. */
export type JobFailedReason = 'OUT_OF_MEMORY' | 'DISK_FULL' | 'INTERNAL';

/** The job failed by the machine's fault (memory, disk) or by a defect. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
  readonly reason: JobFailedReason;

  constructor(reason: JobFailedReason, message: string, stack: string | undefined) {
    super(message);
    this.reason = reason;
    if (stack !== undefined) this.stack = stack;
  }
}

/** The pool was closed; the job may run in another one. */
export class JobPoolClosed extends Error {
  override readonly name = 'JobPoolClosed';

  constructor() {
    super('The job pool is closed.');
  }
}
