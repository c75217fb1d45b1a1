import { InputRefused } from '../input-refused.ts';
import { openPortalWorkbook, readWorkbookPart } from './excel/portal-workbook.ts';
import { type PortalFile, portalFiles } from './input/portal-files.ts';
import type { ElementDefect, PortalJson } from './json/answer-node.ts';
import { JsonReader } from './json/json-reader.ts';
import { PortalJsonFault, readPortalJson } from './json/portal-json.ts';
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
const IMS_HINT = 'Generate the GSTR-2B of the period and give that; the IMS list is no basis for credit.';

interface Refusal {
  readonly code?: string | undefined;
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Leaves a file out; one that the caller named is refused instead. */
const passOver = (file: PortalFile, scanned: ScannedFiles, reason: string, refusal: Refusal = {}): void => {
  if (file.isNamed) {
    const { code = 'FILE_NOT_RECOGNISED', hint = HINT, cause } = refusal;
    throw new InputRefused(code, file.path, `${file.path} is not portal data: ${reason}.`, { hint, cause });
  }
  scanned.ignored.push({ path: file.path, reason });
};

const scanJson = async (
  file: PortalFile,
  spool: DocumentSpool,
  nextPart: () => number,
  scanned: ScannedFiles,
  options: ScanOptions,
): Promise<void> => {
  let json: PortalJson;
  try {
    const onBytes = (bytes: number): void => options.onBytes(bytes, spool.documents);
    json = await readPortalJson(new JsonReader(file.source), spool, nextPart, onBytes);
  } catch (error) {
    if (!(error instanceof PortalJsonFault)) throw error;
    const { code, offset } = error.fault;
    if (!error.hadFound) {
      const refusal = code === 'JSON_INVALID' ? {} : { code };
      return passOver(file, scanned, error.message, { ...refusal, cause: error });
    }
    const text = `${file.path} cannot be read as JSON: ${error.message} (byte ${offset}).`;
    throw new InputRefused(code, file.path, text, { hint: 'Download it again.', cause: error });
  }
  const parts = takeNodes(json, file, scanned);
  refuseErrors(json, file, scanned);
  if (json.nodes.length === 0) passOver(file, scanned, 'it holds no GSTR-2B or GSTR-2A');
  const used = new Set(parts.map((part) => part.id));
  for (const defect of json.defects) if (used.has(defect.part)) scanned.defects.push({ ...defect, file: file.path });
  scanned.moreDefects += json.moreDefects;
  if (json.unknownSections.size > 0) {
    const names = [...json.unknownSections].join(', ');
    scanned.warnings.push(`${file.path} has sections that are not known, so nothing in them was read: ${names}.`);
  }
};

const takeNodes = ({ nodes }: PortalJson, file: PortalFile, scanned: ScannedFiles): PortalPart[] => {
  const parts: PortalPart[] = [];
  for (const node of nodes) {
    const reading = readNode(node, file.path);
    if (reading.kind === 'part') {
      parts.push(reading.part);
      scanned.rangesOf.set(reading.part, node.content.ranges);
    } else if (nodes.length > 1) {
      scanned.ignored.push({ path: `${file.path}#${node.pointer}`, reason: reading.reason });
    } else if (reading.code === 'IMS') {
      passOver(file, scanned, reading.reason, { code: 'PORTAL_IMS', hint: IMS_HINT });
    } else passOver(file, scanned, reading.reason);
  }
  inheritIdentity(parts);
  scanned.parts.push(...parts);
  return parts;
};

/** An error of the API is never taken for "no invoices" (domain spec 8.2). */
const refuseErrors = ({ nodes, errors }: PortalJson, file: PortalFile, scanned: ScannedFiles): void => {
  for (const node of errors) {
    const message = readErrorAnswer(node);
    if (message === null) continue;
    const text = `${file.path} holds an answer of the API that reports an error: ${message}`;
    if (nodes.length > 0 || file.isNamed) {
      throw new InputRefused('PORTAL_ERROR_ANSWER', file.path, text, { hint: 'Fetch the return again.' });
    }
    scanned.warnings.push(text);
  }
};

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
