import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MilaanClient, Workflow } from '@milaan/client';
import type { CliIo } from '../cli-io.ts';

/** The name of an uploaded file comes back from the server: it may name a file here, and never a place. */
const errorFileName = (inputFileName: string): string =>
  `rejected-rows-${basename(inputFileName.replaceAll('\\', '/')).replaceAll(/[^\w.-]/g, '_')}.csv`;

/** Saves everything that a finished workflow links to, each file whole or not at all. @returns the paths */
export async function fetchResultFiles(
  milaan: MilaanClient,
  workflow: Workflow,
  folder: string,
  { signal }: CliIo,
): Promise<readonly string[]> {
  const { reconResultsFileUrl, reconResultsVendorFileUrl, reportUrl } = workflow.reconStatus;
  const wanted: readonly (readonly [name: string, url: string | null])[] = [
    ['report.xlsx', reportUrl],
    ['results.jsonl.gz', reconResultsFileUrl],
    ['suppliers.jsonl.gz', reconResultsVendorFileUrl],
    ...workflow.fileErrors.map(
      ({ inputFileName, errorFileUrl }) => [errorFileName(inputFileName), errorFileUrl] as const,
    ),
  ];
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [name, url] of wanted) {
    if (url === null) continue;
    const path = join(folder, name);
    const part = `${path}.part`;
    try {
      await pipeline(Readable.from(milaan.download(url, { signal })), createWriteStream(part));
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
    paths.push(path);
  }
  return paths;
}
