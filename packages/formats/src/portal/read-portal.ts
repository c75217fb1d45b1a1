import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { InputRefused } from '../input-refused.ts';
import { checkControlTotals } from './control/control-total.ts';
import { totalBytesOf } from './input/total-bytes.ts';
import type { PortalPart } from './portal-part.ts';
import type { PortalFileReading, PortalReading, PortalReadOptions, PortalShape } from './portal-reading.ts';
import { type PlannedReturn, planReturns } from './returns.ts';
import { type ScannedFiles, scanFiles } from './scan-files.ts';
import { DocumentSpool } from './spool/document-spool.ts';
import { digestDocuments, findBrokenLine, mendSpool } from './spool/spool-content.ts';
import { loadDocuments } from './stage/load-documents.ts';
import { rejectElements } from './stage/reject-documents.ts';

/**
 * Reads GSTR-2B or GSTR-2A files (JSON of every wrapping and age, paged API answers, Excel; in folders and ZIPs) into
 * the table `portal` of shape DOCUMENT_COLUMNS. Documents that cannot be used go to the table `rejected_row`.
 *
 * The bytes are walked once to find the documents, which are copied to temporary files and parsed by DuckDB on all cores;
 * memory does not grow with the files.
 *
 * @throws InputRefused when a file cannot be read, is not portal data, belongs to another registration, or a return is
 * incomplete (PORTAL_INCOMPLETE) or contradicts itself (PORTAL_CONFLICT)
 * @example
 * await readPortal(connection, { inputs: ['returns/'], tempFolder: '/tmp/run' });
 */
export const readPortal = async (connection: DuckDBConnection, options: PortalReadOptions): Promise<PortalReading> => {
  const folder = await mkdtemp(join(options.tempFolder, 'portal-'));
  const spool = new DocumentSpool(folder);
  const onAbort = (): void => connection.interrupt();
  options.signal?.addEventListener('abort', onAbort);
  try {
    const scanned = await scanFiles(spool, await createScanOptions(options, folder));
    spool.close();
    const digests = await digestLookalikes(spool, scanned);
    const plan = planReturns(
      scanned.parts,
      options,
      (file) => scanned.named.has(file),
      (part) => digests.get(part),
    );
    if (plan.returns.length === 0) throw refuseNothing(options, scanned, plan.ignored.length);
    const parts = plan.returns.flatMap((planned) => planned.parts);
    const load = () => loadDocuments(connection, spool, parts, options.keepsEveryPeriod === true);
    let loaded = await load();
    if (loaded === null && (await mendSpool(spool))) loaded = await load();
    if (loaded === null) throw await refuseBroken(spool, scanned);
    const isUsed = new Set(parts.map((part) => part.id));
    const defects = scanned.defects.filter((defect) => isUsed.has(defect.part));
    await rejectElements(connection, defects);
    const warnings = [...scanned.warnings, ...plan.warnings];
    if (loaded.repeats.copies > 0) {
      warnings.push(`${loaded.repeats.copies} documents stand in several files of one return; they count once.`);
    }
    if (loaded.repeats.olderPeriods > 0) {
      warnings.push(
        `${loaded.repeats.olderPeriods} documents stand in the GSTR-2A of several periods; the latest counts.`,
      );
    }
    return {
      files: describeFiles(plan.returns, scanned, loaded.partsWithItems),
      returns: plan.returns.map(({ parts: of, ...facts }) => ({
        ...facts,
        files: new Set(of.map((p) => p.file)).size,
      })),
      documents: loaded.documents,
      ignoredFiles: [...scanned.ignored, ...plan.ignored],
      controlTotals: await checkControlTotals(connection, plan.returns),
      rejectedRows: loaded.rejected + defects.length + scanned.moreDefects,
      warnings,
    };
  } catch (error) {
    // An interrupted query fails in its own words.
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    spool.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const createScanOptions = async (
  options: PortalReadOptions,
  tempFolder: string,
): Promise<{ inputs: readonly string[]; tempFolder: string; onBytes(bytes: number, rows: number): void }> => {
  const totalBytes = options.onProgress === undefined ? 0 : await totalBytesOf(options.inputs);
  let done = 0;
  return {
    inputs: options.inputs,
    tempFolder,
    onBytes(bytes, rows) {
      options.signal?.throwIfAborted();
      done += bytes;
      options.onProgress?.({ stage: 'portal', rows, bytes: Math.min(done, totalBytes), totalBytes });
    },
  };
};

/** Digests of parts that agree in return, generation, count and size of their documents; other parts cannot be copies. */
const digestLookalikes = async (spool: DocumentSpool, scanned: ScannedFiles): Promise<Map<PortalPart, string>> => {
  const lookalikes = new Map<string, PortalPart[]>();
  for (const part of scanned.parts) {
    const key = [part.source, part.gstin, part.period, part.documents, part.documentBytes].join('|');
    lookalikes.set(key, [...(lookalikes.get(key) ?? []), part]);
  }
  const digests = new Map<PortalPart, string>();
  for (const parts of lookalikes.values()) {
    if (parts.length < 2) continue;
    for (const part of parts) digests.set(part, await digestDocuments(spool, scanned.rangesOf.get(part) ?? []));
  }
  return digests;
};

const refuseNothing = (options: PortalReadOptions, scanned: ScannedFiles, leftOut: number): InputRefused => {
  const [first] = scanned.parts;
  const input = options.inputs[0] ?? '';
  const why = leftOut > 0 && first !== undefined ? 'every return in it was left out' : 'it holds no GSTR-2B or GSTR-2A';
  return new InputRefused(
    'PORTAL_NOTHING_FOUND',
    input,
    `There is nothing to read in ${options.inputs.join(', ')}: ${why}.`,
    {
      hint: 'Check the files, the registrations and the range of periods.',
    },
  );
};

const refuseBroken = async (spool: DocumentSpool, scanned: ScannedFiles): Promise<InputRefused> => {
  const broken = await findBrokenLine(spool);
  const part = scanned.parts.find(({ id }) => id === broken?.part) ?? scanned.parts[0];
  const file = part?.file ?? '';
  const index = broken?.index ?? null;
  const where = broken === null ? '' : ` at ${broken.pointer}${index === null ? '' : `/${index}`}`;
  const text = `${file} cannot be read${where}: ${broken?.reason ?? 'it is not valid JSON'}.`;
  return new InputRefused('JSON_INVALID', file, text, { hint: 'Download it again.' });
};

const describeFiles = (
  returns: readonly PlannedReturn[],
  scanned: ScannedFiles,
  partsWithItems: ReadonlySet<number>,
): PortalFileReading[] => {
  const files = new Map<string, PortalFileReading>();
  for (const { gstin, period, type, generatedOn, parts } of returns) {
    for (const part of parts) {
      const key = [part.file, gstin, period, type].join('\n');
      const known = files.get(key);
      files.set(key, {
        path: part.file,
        kind: type,
        shape: known?.shape === 'v3' ? 'v3' : shapeOf(part, partsWithItems),
        ...{ gstin, period, generatedOn },
        documents: (known?.documents ?? 0) + part.documents,
        bytes: scanned.bytesOf.get(part.file) ?? 0,
      });
    }
  }
  return [...files.values()];
};

const shapeOf = (part: PortalPart, partsWithItems: ReadonlySet<number>): PortalShape => {
  if (part.source === 'GSTR_2A') return part.format === 'excel' ? '2a-excel' : '2a';
  if (part.format === 'excel') return 'excel';
  return partsWithItems.has(part.id) ? 'v3' : 'v4';
};
