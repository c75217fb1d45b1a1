import { readFile, stat } from 'node:fs/promises';
import { type ColumnMapping, InputRefused, parseColumnMapping } from '@milaan/formats';

/** A mapping names some forty columns; what is larger than this is another file given by mistake. */
const MOST_BYTES = 1_000_000;

/** @throws InputRefused MAPPING_INVALID */
export async function readMapping(path: string): Promise<ColumnMapping> {
  const { size } = await stat(path);
  if (size > MOST_BYTES)
    throw new InputRefused('MAPPING_INVALID', path, 'This is too large for a mapping file.', {
      hint: 'docs/mapping-file.md shows what a mapping file holds.',
    });
  return parseColumnMapping(await readFile(path, 'utf8'), path);
}
