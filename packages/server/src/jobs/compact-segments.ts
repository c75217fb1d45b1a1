import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDatabase } from '@milaan/pipeline';
import type { JobContext } from './job-context.ts';
import type { CompactInput, CompactOutput } from './job-contracts.ts';
import { loadBooks } from './load-segments.ts';
import { NO_DOCUMENTS, readSegmentFacts, writeSegmentFile } from './segment-file.ts';

/** Merges books segments of one registration into one that reads the same. */
export async function compactSegments(input: CompactInput, { signal }: JobContext): Promise<CompactOutput> {
  const { threads, memoryBytes, outPath } = input;
  const tempFolder = await mkdtemp(join(dirname(outPath), 'temp-'));
  const database = await openDatabase({ threads, memoryBytes, tempFolder }, signal);
  try {
    await loadBooks(database.main, input.segments, input.deletions);
    await writeSegmentFile(database.main, 'books', 'true', outPath);
    const facts = await readSegmentFacts(database.main, 'books', ['source']);
    return [...facts.values()][0] ?? NO_DOCUMENTS;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    database.close();
    await rm(tempFolder, { recursive: true, force: true });
  }
}
