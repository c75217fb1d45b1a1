import { UsageError } from '../failure/usage-error.ts';

export const RESULT_FORMATS = ['jsonl', 'xlsx', 'csv', 'parquet'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

const isResultFormat = (text: string): text is ResultFormat => RESULT_FORMATS.some((format) => format === text);

/** `jsonl,xlsx` in any order; the answer is in the order of `RESULT_FORMATS`. */
export function parseFormats(flag: string, text: string): ResultFormat[] {
  const wanted = text.split(',').map((part) => part.trim().toLowerCase());
  const unknown = wanted.find((part) => !isResultFormat(part));
  if (unknown !== undefined)
    throw new UsageError(
      `${flag} knows ${RESULT_FORMATS.join(', ')}, not "${unknown}".`,
      'Join several by commas: jsonl,xlsx.',
    );
  return RESULT_FORMATS.filter((format) => wanted.includes(format));
}
