import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { mendEscapes } from '../json/mend-escapes.ts';
import type { DocumentSpool, SpoolRange } from './document-spool.ts';

/** The document itself follows the numbers of its group and index. */
const DOCUMENT_MARK = ',"d":';

/**
 * A digest of the documents of a part, in their order, whatever surrounds them. It is taken only where two parts of one
 * return look alike, so it costs nothing on ordinary input.
 */
export const digestDocuments = async (spool: DocumentSpool, ranges: readonly SpoolRange[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const { shape, start, end } of [...ranges].sort((a, b) => (a.shape < b.shape ? -1 : 1))) {
    hash.update(`${shape}\n`);
    const input = createReadStream(spool.pathOf(shape), { start, end: end - 1 });
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      hash.update(`${line.slice(line.indexOf(DOCUMENT_MARK))}\n`);
    }
  }
  return hash.digest('hex');
};

export interface BrokenLine {
  readonly part: number;
  /** Pointer of the array of documents. */
  readonly pointer: string;
  /** Element of the array, or null when the supplier itself is broken. */
  readonly index: number | null;
  readonly reason: string;
}

/** The first document or supplier that is no JSON, wherever it was spooled; null when all are sound. */
export const findBrokenLine = async (spool: DocumentSpool): Promise<BrokenLine | null> => {
  for (const { path } of spool.documentFiles) {
    const broken = await findBroken(path);
    const numbers = /^\{"g":(\d+),"i":(\d+)/.exec(broken?.line ?? '');
    if (broken === null || numbers === null) continue;
    const group = await findGroup(spool.groupsPath, Number(numbers[1]));
    if (group !== null) return { ...group, index: Number(numbers[2]), reason: broken.reason };
  }
  const broken = await findBroken(spool.groupsPath);
  return broken === null ? null : { ...readGroup(broken.line), index: null, reason: broken.reason };
};

const linesOf = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path, { encoding: 'latin1' }), crlfDelay: Number.POSITIVE_INFINITY });

const findBroken = async (path: string): Promise<{ line: string; reason: string } | null> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const line of linesOf(path)) {
    try {
      JSON.parse(decoder.decode(Buffer.from(line, 'latin1')));
    } catch (error) {
      return { line, reason: error instanceof SyntaxError ? 'it is not valid JSON' : 'it is not UTF-8 text' };
    }
  }
  return null;
};

/** Our own members stand before the header, so they can be read even where the header cannot. */
const readGroup = (line: string): { part: number; pointer: string } => {
  const facts: unknown = JSON.parse(`${line.slice(0, line.indexOf(',"h":{'))}}`);
  const { part, pointer } = facts as { part: number; pointer: string }; // written by `endGroup`
  return { part, pointer };
};

const findGroup = async (path: string, group: number): Promise<{ part: number; pointer: string } | null> => {
  const start = `{"g":${group},`;
  for await (const line of linesOf(path)) if (line.startsWith(start)) return readGroup(line);
  return null;
};

/** Mends escapes (see `mendEscapes`) in all spool files. True when there were any to mend. */
export const mendSpool = async (spool: DocumentSpool): Promise<boolean> => {
  let hasMended = false;
  for (const path of [...spool.documentFiles.map((file) => file.path), spool.groupsPath]) {
    const mendedPath = `${path}.mended`;
    let isMended = false;
    const lines = async function* (): AsyncGenerator<string> {
      for await (const line of linesOf(path)) {
        const mended = mendEscapes(line);
        isMended ||= mended !== line;
        yield `${mended}\n`;
      }
    };
    await pipeline(lines, createWriteStream(mendedPath, { encoding: 'latin1' }));
    if (isMended) await rename(mendedPath, path);
    hasMended ||= isMended;
  }
  return hasMended;
};
