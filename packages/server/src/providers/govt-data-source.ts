import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../injected/clock.ts';
import { failWith } from '../workflows/workflow-failure.ts';
import type { GovtDataSource } from '../workflows/workflow-parts.ts';
import type { GstProvider, WantedStatement } from './gst-provider.ts';
import { createHttpProvider } from './http-provider.ts';
import { type ProviderFile, ProviderFileRefused, readProviderFile } from './provider-file.ts';

/** The pages as one JSON array, which the reader of portal files takes as the pages of a statement. */
async function* asArray(first: string, others: AsyncIterator<string>): AsyncIterable<string> {
  yield '[';
  yield first;
  for (let next = await others.next(); next.done !== true; next = await others.next()) {
    yield ',\n';
    yield next.value;
  }
  yield ']';
}

/** Writes a statement to a file of its own. @returns its path, or nothing when there is no such statement */
export async function writeStatement(
  provider: GstProvider,
  wanted: WantedStatement,
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const pages = provider.pull(wanted, signal)[Symbol.asyncIterator]();
  const first = await pages.next();
  if (first.done === true) return [];
  const { side, gstin, returnPeriod } = wanted;
  const path = join(folder, `${side.toLowerCase().replace('_', '')}-${gstin}-${returnPeriod}.json`);
  try {
    await pipeline(Readable.from(asArray(first.value, pages)), createWriteStream(path));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return [path];
}

/** Government data from the provider that a file describes; the file is read for each statement, so that it may change. */
export function createGovtDataSource(providerFile: string, clock: Clock): GovtDataSource {
  const read = (): Promise<ProviderFile> =>
    readProviderFile(providerFile).catch((error: unknown) => {
      if (!(error instanceof ProviderFileRefused)) throw error;
      // Half a file is what somebody is writing just now: tried again as an upstream that fails.
      throw failWith('upstream_invalid_response', { metadata: { upstream: 'GST provider' } });
    });
  return {
    fetch: async ({ gstin, returnPeriod, side }, folder, signal) =>
      writeStatement(createHttpProvider(await read(), clock), { gstin, returnPeriod, side }, folder, signal),
  };
}
