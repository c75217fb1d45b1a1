import type { MatchType } from '@milaan/gst';
import type { CliIo } from '../cli-io.ts';
import { fetchResultFiles } from './fetch-result-files.ts';
import { type RemoteFlags, remoteClient } from './remote-flags.ts';

export interface ResultsOptions extends RemoteFlags {
  readonly out?: string;
  readonly matchType?: MatchType;
  readonly suppliers?: true;
}

/** Prints lines as they arrive, or saves the files. */
export async function runResults(workflowId: string, options: ResultsOptions, io: CliIo): Promise<void> {
  const milaan = remoteClient(options, io);
  const { signal } = io;
  if (options.out !== undefined) {
    const workflow = await milaan.getWorkflowResults({ workflowId }, { signal });
    for (const path of await fetchResultFiles(milaan, workflow, options.out, io)) io.stdout.write(`${path}\n`);
    return;
  }
  const { matchType } = options;
  const lines =
    options.suppliers === true
      ? milaan.suppliers(workflowId, { signal })
      : matchType === undefined
        ? milaan.results(workflowId, { signal })
        : milaan.listResultDocuments({ workflowId, matchType, limit: 1000 }, { signal });
  for await (const line of lines) io.stdout.write(`${JSON.stringify(line)}\n`);
}
