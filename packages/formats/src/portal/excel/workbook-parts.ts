import type { PortalFile } from '../input/portal-files.ts';
import type { ElementDefect } from '../json/portal-json.ts';
import type { PortalPart } from '../portal-part.ts';
import type { DocumentSpool } from '../spool/document-spool.ts';

export const readWorkbookParts = async (
  _file: PortalFile,
  _spool: DocumentSpool,
  _nextPart: () => number,
  _defects: (ElementDefect & { file: string })[],
): Promise<PortalPart | null> => null;
