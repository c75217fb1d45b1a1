import type * as sdk from '../../../packages/client/src/index.ts';

/** What every runtime is asked to do; plain JSON, so that it can be handed to a browser. */
export interface Job {
  readonly baseUrl: string;
  readonly clientSecret: string;
  readonly sandboxSecret: string;
  readonly args: sdk.ReconcileArgs;
  readonly files: readonly { readonly name: string; readonly content: string; readonly templateType?: 'gstr2b' }[];
  readonly webhook: {
    readonly secret: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly atMs: number;
  };
}

export interface JobDone {
  readonly matchTypes: Readonly<Record<string, number>>;
  /** Result lines that came in pages. */
  readonly paged: number;
  /** What each call that had to fail failed with: its class, its code, its attempts. */
  readonly failures: readonly string[];
}

export function runWholeJob(from: typeof sdk, job: Job): Promise<JobDone>;
