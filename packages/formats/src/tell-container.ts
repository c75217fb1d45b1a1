import { readFileHead } from './bytes/file-kind.ts';
import { openZip } from './bytes/zip.ts';

/** What a file is outwardly, whatever its name says. */
export type Container = 'TEXT' | 'JSON' | 'WORKBOOK' | 'ARCHIVE';

/** Any of these makes a ZIP a workbook, of Excel or another program. */
const WORKBOOK_ENTRIES = ['[Content_Types].xml', 'xl/workbook.xml', 'mimetype'];

/**
 * Tells from the first bytes, and of a ZIP from its directory, what a file is.
 * @throws InputRefused when it is none of these, or a ZIP that must not be opened
 */
export const tellContainer = async (path: string): Promise<Container> => {
  const { kind } = await readFileHead(path);
  if (kind !== 'ZIP') return kind;
  const zip = await openZip(path, path);
  try {
    return WORKBOOK_ENTRIES.some((entry) => zip.find(entry) !== undefined) ? 'WORKBOOK' : 'ARCHIVE';
  } finally {
    await zip.close();
  }
};
