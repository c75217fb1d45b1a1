import type { Clock } from '../injected/clock.ts';
import { JobChild, type JobChildSettings } from './job-child.ts';
import type { JobInput, JobKind, JobOutput, JobProgress } from './job-contracts.ts';
import { JobPoolClosed } from './job-failures.ts';

export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: JobProgress) => void;
}

export interface JobLaneSettings extends JobChildSettings {
  /** Processes, and so jobs, at the same time. */
  readonly processes: number;
  /** How long an idle process is kept. */
  readonly idleMs: number;
}

interface Waiting {
  start(): void;
  refuse(reason: unknown): void;
}

/** Processes that take jobs from one queue, in the order in which they came. */
export class JobLane {
  readonly #settings: JobLaneSettings;
  readonly #clock: Clock;
  readonly #queue: Waiting[] = [];
  /** Idle processes, each with what ends its waiting. */
  readonly #idle = new Map<JobChild, AbortController>();
  readonly #children = new Set<JobChild>();
  #running = 0;
  #isClosed = false;

  constructor(settings: JobLaneSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get running(): number {
    return this.#running;
  }

  /** Processes there are, idle ones included. */
  get pids(): number[] {
    return [...this.#children].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  async run<Kind extends JobKind>(kind: Kind, input: JobInput<Kind>, options: JobOptions): Promise<JobOutput<Kind>> {
    options.signal?.throwIfAborted();
    if (this.#isClosed) throw new JobPoolClosed();
    await this.#turn(options.signal);
    try {
      return await this.#runNow(kind, input, options);
    } finally {
      this.#running--;
      this.#queue.shift()?.start();
    }
  }

  /** Ends every process; jobs that run or wait fail with JobPoolClosed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const waiting of this.#queue.splice(0)) waiting.refuse(new JobPoolClosed());
    for (const child of this.#children) child.kill();
    await Promise.all([...this.#children].map((child) => child.ended));
  }

  /** Resolves when a process may be used; it is counted as running from then on. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#running < this.#settings.processes) {
      this.#running++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const stopListening = () => signal?.removeEventListener('abort', onAbort);
      const waiting: Waiting = {
        start: () => {
          stopListening();
          this.#running++;
          resolve();
        },
        refuse: (reason) => {
          stopListening();
          reject(reason);
        },
      };
      const onAbort = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        waiting.refuse(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort);
      this.#queue.push(waiting);
    });
  }

  async #runNow<Kind extends JobKind>(
    kind: Kind,
    input: JobInput<Kind>,
    { signal, onProgress = () => undefined }: JobOptions,
  ): Promise<JobOutput<Kind>> {
    signal?.throwIfAborted();
    const child = this.#takeChild();
    const onAbort = () => child.kill();
    signal?.addEventListener('abort', onAbort);
    try {
      return await child.run(kind, input, onProgress);
    } catch (error) {
      // Whoever aborted may clear up behind the job, so it must be gone.
      if (signal?.aborted === true || this.#isClosed) await child.ended;
      signal?.throwIfAborted();
      if (this.#isClosed) throw new JobPoolClosed();
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#putAside(child);
    }
  }

  #takeChild(): JobChild {
    for (const [child, waiting] of this.#idle) {
      this.#idle.delete(child);
      waiting.abort();
      if (!child.hasEnded && !child.isDoomed) return child;
    }
    const child = new JobChild(this.#settings);
    this.#children.add(child);
    void child.ended.then(() => {
      this.#children.delete(child);
      this.#idle.get(child)?.abort();
      this.#idle.delete(child);
    });
    return child;
  }

  #putAside(child: JobChild): void {
    if (child.hasEnded || child.isDoomed || this.#isClosed) return;
    const waiting = new AbortController();
    this.#idle.set(child, waiting);
    child.rest();
    void this.#clock.sleep(this.#settings.idleMs, waiting.signal).then(() => {
      if (this.#idle.get(child) !== waiting) return;
      this.#idle.delete(child);
      child.kill();
    });
  }
}
