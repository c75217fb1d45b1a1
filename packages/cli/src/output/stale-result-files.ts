import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every name that a run may give to a file; nothing else is ever taken away. */
const RESULT_FILE_NAME =
  /^(?:(?:results|suppliers)\.(?:jsonl\.gz|csv|parquet)|report\.xlsx|rejected-rows\.csv|summary\.json)$/;

const isResultFileName = (name: string): boolean => RESULT_FILE_NAME.test(name);

function namesIn(summary: unknown): string[] {
  if (typeof summary !== 'object' || summary === null || !('files' in summary)) return [];
  if (!Array.isArray(summary.files)) return [];
  return summary.files.flatMap((file: unknown) =>
    typeof file === 'object' && file !== null && 'name' in file && typeof file.name === 'string' ? [file.name] : [],
  );
}

/**
 * Result files that the run before left in the folder and this run does not renew, by the word of its own
 * `summary.json`: a `results.csv` of last month beside this month's `summary.json` would be taken for this month's.
 */
export async function staleResultFiles(outFolder: string, renewed: readonly string[]): Promise<string[]> {
  const text = await readFile(join(outFolder, 'summary.json'), 'utf8').catch(() => '{}');
  let summary: unknown;
  try {
    summary = JSON.parse(text);
  } catch {
    return [];
  }
  return namesIn(summary).filter((name) => isResultFileName(name) && !renewed.includes(name));
}
