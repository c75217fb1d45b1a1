import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobInput, JobKind, JobOutput, JobProgress } from './job-contracts.ts';
import { JobDied, JobFailed, JobRefused } from './job-failures.ts';
import type { JobAnswer, JobOrder } from './job-messages.ts';

/** What a job may see of the environment: no setting of the server, and so no secret. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot'];

/** Node cannot run the sources, so tests, which do, use the built entry as well. */
const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/jobs/job-process.js' : './job-process.js', import.meta.url),
);

export interface JobChildSettings {
  /** Of V8; the database has its own bound. */
  readonly heapMegabytes: number;
  /** Of libuv, on which results are compressed. */
  readonly threads: number;
  /** A process that holds more when its job is done is not kept: what it has freed does not all go back to the machine. */
  readonly mostKeptBytes: number;
}

const environment = (threads: number): Record<string, string> => ({
  ...Object.fromEntries(
    PASSED_ON.flatMap((name): [string, string][] => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  ),
  UV_THREADPOOL_SIZE: String(Math.max(4, threads)),
});

/** A process that runs one job at a time. */
export class JobChild {
  /** Resolves when the process is gone. Never rejects. */
  readonly ended: Promise<void>;
  hasEnded = false;
  /** It was told to end, and takes no more jobs. */
  isDoomed = false;
  readonly #child: ChildProcess;
  readonly #mostKeptBytes: number;
  #onAnswer: (answer: JobAnswer) => void = () => undefined;
  #onDeath: () => void = () => undefined;

  constructor({ heapMegabytes, threads, mostKeptBytes }: JobChildSettings) {
    this.#mostKeptBytes = mostKeptBytes;
    this.#child = fork(ENTRY, [], {
      execArgv: [`--max-old-space-size=${heapMegabytes}`],
      env: environment(threads),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.ended = new Promise((resolve) => {
      const onEnd = (): void => {
        if (this.hasEnded) return;
        this.hasEnded = true;
        this.#onDeath();
        resolve();
      };
      this.#child.once('exit', onEnd);
      // It could not be started, or not be reached any more.
      this.#child.on('error', () => {
        this.kill();
        if (this.#child.pid === undefined || this.#child.exitCode !== null) onEnd();
      });
    });
    this.#child.on('message', (answer) => this.#onAnswer(answer as JobAnswer)); // the child sends nothing else
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws JobRefused, JobFailed, JobDied */
  run<Kind extends JobKind>(
    kind: Kind,
    input: JobInput<Kind>,
    onProgress: (progress: JobProgress) => void,
  ): Promise<JobOutput<Kind>> {
    this.#child.ref();
    this.#child.channel?.ref();
    return new Promise<JobOutput<Kind>>((resolve, reject) => {
      this.#onAnswer = (answer) => {
        if (answer.type === 'progress') onProgress(answer.progress);
        else if (answer.type === 'done') {
          if (answer.residentBytes > this.#mostKeptBytes) this.kill();
          resolve(answer.output as JobOutput<Kind>); // of the order that was sent
        } else if (answer.type === 'refused')
          reject(new JobRefused(answer.reason, answer.file, answer.message, answer.hint));
        else reject(new JobFailed(answer.reason, answer.message, answer.stack));
      };
      this.#onDeath = () => reject(new JobDied(kind, this.#child.exitCode, this.#child.signalCode));
      if (this.hasEnded) this.#onDeath();
      else this.#child.send({ kind, input } satisfies JobOrder<Kind>, (error) => error !== null && this.kill());
    }).finally(() => {
      this.#onAnswer = () => undefined;
      this.#onDeath = () => undefined;
    });
  }

  /** An idle process keeps nobody alive. */
  rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** Ends the process at once, whatever it does. */
  kill(): void {
    this.isDoomed = true;
    this.#child.ref();
    this.#child.kill('SIGKILL');
  }
}
