import { InputRefused } from '../input-refused.ts';
import { openPortalWorkbook, readWorkbookPart } from './excel/portal-workbook.ts';
import { type PortalFile, portalFiles } from './input/portal-files.ts';
import { JsonReader } from './json/json-reader.ts';
import { type ElementDefect, PortalJsonFault, readPortalJson } from './json/portal-json.ts';
import { inheritIdentity, readErrorAnswer, readNode } from './json-parts.ts';
import type { IgnoredFile, PortalPart } from './portal-part.ts';
import type { DocumentSpool, SpoolRange } from './spool/document-spool.ts';

/** What all inputs hold, with their documents spooled. */
export interface ScannedFiles {
  readonly parts: PortalPart[];
  readonly rangesOf: Map<PortalPart, readonly SpoolRange[]>;
  readonly defects: (ElementDefect & { file: string })[];
  moreDefects: number;
  readonly ignored: IgnoredFile[];
  readonly warnings: string[];
  readonly named: Set<string>;
  readonly bytesOf: Map<string, number>;
}

export interface ScanOptions {
  readonly inputs: readonly string[];
  readonly tempFolder: string;
  onBytes(bytes: number, documents: number): void;
}

/**
 * Reads every input once, front to back. A file named by the caller that is no portal data is refused; one found in a
 * folder or archive is noted. A portal file that breaks off is refused wherever it was found, because leaving it out
 * would hide its invoices.
 */
export const scanFiles = async (spool: DocumentSpool, options: ScanOptions): Promise<ScannedFiles> => {
  const scanned: ScannedFiles = {
    parts: [],
    rangesOf: new Map(),
    defects: [],
    moreDefects: 0,
    ignored: [],
    warnings: [],
    named: new Set(),
    bytesOf: new Map(),
  };
  let nextPart = 0;
  for await (const file of portalFiles(options.inputs, options.tempFolder)) {
    scanned.bytesOf.set(file.path, file.bytes);
    if (file.isNamed) scanned.named.add(file.path);
    if (file.kind === 'json') await scanJson(file, spool, () => nextPart++, scanned, options);
    else if (file.kind === 'workbook') await scanWorkbook(file, spool, () => nextPart++, scanned, options);
    else passOver(file, scanned, 'it is neither JSON nor an Excel workbook');
  }
  return scanned;
};

const HINT = 'Give the JSON or Excel download of a GSTR-2B or GSTR-2A.';

const passOver = (
  file: PortalFile,
  scanned: ScannedFiles,
  reason: string,
  code = 'FILE_NOT_RECOGNISED',
  hint = HINT,
): void => {
  if (file.isNamed) throw new InputRefused(code, file.path, `${file.path} is not portal data: ${reason}.`, { hint });
  scanned.ignored.push({ path: file.path, reason });
};

const scanJson = async (
  file: PortalFile,
  spool: DocumentSpool,
  nextPart: () => number,
  scanned: ScannedFiles,
  options: ScanOptions,
): Promise<void> => {
  try {
    const { nodes, errors, defects, moreDefects } = await readPortalJson(
      new JsonReader(file.source),
      spool,
      nextPart,
      (bytes) => options.onBytes(bytes, spool.documents),
    );
    const parts: PortalPart[] = [];
    for (const node of nodes) {
      const reading = readNode(node, file.path);
      if (reading.kind === 'part') {
        parts.push(reading.part);
        scanned.rangesOf.set(reading.part, node.content.ranges);
      } else if (nodes.length === 1)
        passOver(
          file,
          scanned,
          reading.reason,
          reading.code === 'IMS' ? 'PORTAL_IMS' : undefined,
          hintFor(reading.code),
        );
      else scanned.ignored.push({ path: `${file.path}#${node.pointer}`, reason: reading.reason });
    }
    for (const node of errors) {
      const message = readErrorAnswer(node);
      if (message === null) continue;
      if (nodes.length > 0 || file.isNamed) {
        const text = `${file.path} holds an answer of the API that reports an error: ${message}`;
        throw new InputRefused('PORTAL_ERROR_ANSWER', file.path, text, { hint: 'Fetch the return again.' });
      }
      scanned.warnings.push(`${file.path} is an answer of the API that reports an error: ${message}`);
    }
    if (nodes.length === 0) passOver(file, scanned, 'it holds no GSTR-2B or GSTR-2A');
    inheritIdentity(parts);
    scanned.parts.push(...parts);
    const used = new Set(parts.map((part) => part.id));
    for (const defect of defects) if (used.has(defect.part)) scanned.defects.push({ ...defect, file: file.path });
    scanned.moreDefects += moreDefects;
  } catch (error) {
    if (!(error instanceof PortalJsonFault)) throw error;
    if (!error.hadFound)
      return passOver(file, scanned, error.message, error.fault.code === 'JSON_INVALID' ? undefined : error.fault.code);
    const text = `${file.path} cannot be read as JSON: ${error.message} (byte ${error.fault.offset}).`;
    throw new InputRefused(error.fault.code, file.path, text, { hint: 'Download it again.', cause: error });
  }
};

const hintFor = (code: 'IMS' | 'GSTR1' | 'NOT_PORTAL'): string =>
  code === 'IMS' ? 'Generate the GSTR-2B of the period and give that; the IMS list is no basis for credit.' : HINT;

const scanWorkbook = async (
  file: PortalFile,
  spool: DocumentSpool,
  nextPart: () => number,
  scanned: ScannedFiles,
  options: ScanOptions,
): Promise<void> => {
  const opened = await openPortalWorkbook(file.workbookPath).catch((error: unknown) => {
    // What does not even open is not known to come from the portal.
    if (error instanceof InputRefused && !file.isNamed) return error.message;
    throw error;
  });
  if (opened === null) return passOver(file, scanned, 'it is a workbook, but not one of the portal');
  if (typeof opened === 'string') return passOver(file, scanned, opened);
  try {
    scanned.parts.push(await readWorkbookPart(opened, file, spool, nextPart()));
  } finally {
    await opened.workbook.close();
  }
  options.onBytes(file.bytes, spool.documents);
};
