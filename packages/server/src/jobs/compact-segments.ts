import { dirname } from 'node:path';
import type { JobContext } from './job-context.ts';
import type { CompactInput, CompactOutput } from './job-contracts.ts';
import { loadBooks } from './load-segments.ts';
import { onDatabase } from './on-database.ts';
import { NO_DOCUMENTS, readSegmentFacts, writeSegmentFile } from './segment-file.ts';

/** Merges books segments of one registration into one that reads the same. */
export async function compactSegments(input: CompactInput, { signal }: JobContext): Promise<CompactOutput> {
  const { outPath } = input;
  return onDatabase({ ...input, outFolder: dirname(outPath) }, signal, async ({ main }) => {
    await loadBooks(main, input.segments, input.deletions);
    await writeSegmentFile(main, 'books', 'true', outPath);
    const facts = await readSegmentFacts(main, 'books', ['source']);
    return [...facts.values()][0] ?? NO_DOCUMENTS;
  });
}
