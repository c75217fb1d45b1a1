import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Bucket, DocumentShape, PortalSectionName } from '../portal-section.ts';

/** What is known of documents that share one header when the first of them comes. */
export interface SpoolGroupFacts {
  readonly part: number;
  readonly section: PortalSectionName;
  readonly bucket: Bucket;
  readonly shape: DocumentShape;
  /** Ordinal in the file of the first document, from 1; in a workbook the row of the sheet. */
  readonly firstRow: number;
  /** JSON pointer of the array, or `Sheet!row`. */
  readonly pointer: string;
}

/** Documents that share one header: the `inv` array of a supplier, or a flat section. */
export interface SpoolGroup {
  readonly id: number;
  readonly facts: SpoolGroupFacts;
  /** Elements so far, defective ones included. */
  elements: number;
  /** Documents of all groups before this one. */
  readonly documentsBefore: number;
}

/** Where the documents of one part lie in a spool file, in bytes. */
export interface SpoolRange {
  readonly shape: DocumentShape;
  readonly start: number;
  readonly end: number;
}

const GROUP_MARK = Buffer.from('{"g":');
const INDEX_MARK = Buffer.from(',"i":');
const DOCUMENT_MARK = Buffer.from(',"d":');
const BUFFER_BYTES = 1_048_576;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const CLOSE_BRACE = 0x7d;

/** A file that is written front to back through one buffer. */
class SpoolFile {
  readonly path: string;
  lines = 0;
  #written = 0;
  #used = 0;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #descriptor: number;

  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, 'wx', 0o600);
  }

  get size(): number {
    return this.#written + this.#used;
  }

  text(text: string): void {
    // Three bytes a UTF-16 unit is the most that UTF-8 takes.
    this.#room(text.length * 3);
    this.#used += this.#buffer.write(text, this.#used);
  }

  /** Copies bytes; line breaks, which JSON has only between tokens, become spaces so that a document stays one line. */
  bytes(from: Buffer, start: number, end: number, hasLineBreaks: boolean): void {
    this.#room(end - start);
    const buffer = this.#buffer;
    const at = this.#used;
    this.#used += end - start;
    // A call into C++ costs more than a few bytes.
    if (end - start < 16) for (let i = 0; i < end - start; i++) buffer[at + i] = from[start + i] ?? 0;
    else from.copy(buffer, at, start, end);
    if (!hasLineBreaks) return;
    for (let i = at; i < this.#used; i++) if (buffer[i] === LF || buffer[i] === CR) buffer[i] = SPACE;
  }

  integer(value: number): void {
    this.#room(16);
    const buffer = this.#buffer;
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits++;
    let rest = value;
    for (let i = this.#used + digits - 1; i >= this.#used; i--) {
      const next = Math.floor(rest / 10);
      buffer[i] = 0x30 + (rest - next * 10);
      rest = next;
    }
    this.#used += digits;
  }

  endLine(): void {
    this.#room(2);
    this.#buffer[this.#used++] = CLOSE_BRACE;
    this.#buffer[this.#used++] = LF;
    this.lines++;
  }

  flush(): void {
    for (let at = 0; at < this.#used; ) at += writeSync(this.#descriptor, this.#buffer, at, this.#used - at);
    this.#written += this.#used;
    this.#used = 0;
  }

  close(): void {
    if (this.#descriptor < 0) return;
    this.flush();
    closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#buffer.length) return;
    this.flush();
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(bytes);
  }
}

/**
 * Temporary NDJSON files, one for each shape of document and one for the groups, that DuckDB then reads on all cores.
 * Documents are copied as bytes: no value of theirs ever becomes a JavaScript object.
 */
export class DocumentSpool {
  readonly #folder: string;
  readonly #files = new Map<DocumentShape, SpoolFile>();
  readonly #groups: SpoolFile;
  #nextGroup = 0;
  #elements = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#groups = new SpoolFile(join(folder, 'groups.ndjson'));
  }

  /** Documents added so far. */
  get documents(): number {
    let documents = 0;
    for (const file of this.#files.values()) documents += file.lines;
    return documents;
  }

  get groupsPath(): string {
    return this.#groups.path;
  }

  /** Files of documents that were written, with their count of lines. */
  get documentFiles(): { shape: DocumentShape; path: string; lines: number }[] {
    return [...this.#files].map(([shape, file]) => ({ shape, path: file.path, lines: file.lines }));
  }

  beginGroup(facts: SpoolGroupFacts): SpoolGroup {
    return { id: this.#nextGroup++, facts, elements: 0, documentsBefore: this.#elements };
  }

  /** Adds the document in `[start, end)` of `from` as the next element of the group. */
  document(group: SpoolGroup, from: Buffer, start: number, end: number, hasLineBreaks: boolean): void {
    const file = this.#file(group.facts.shape);
    file.bytes(GROUP_MARK, 0, GROUP_MARK.length, false);
    file.integer(group.id);
    file.bytes(INDEX_MARK, 0, INDEX_MARK.length, false);
    file.integer(group.elements);
    file.bytes(DOCUMENT_MARK, 0, DOCUMENT_MARK.length, false);
    file.bytes(from, start, end, hasLineBreaks);
    file.endLine();
    this.passElement(group);
  }

  /** Counts an element that is no document. */
  passElement(group: SpoolGroup): void {
    group.elements++;
    this.#elements++;
  }

  /** Writes what the documents of the group share; `header` is the inside of a JSON object, `"ctin":"…","trdnm":"…"`. */
  endGroup({ id, facts, elements, documentsBefore }: SpoolGroup, header: string): void {
    if (elements === 0) return;
    const { part, section, bucket, firstRow } = facts;
    const pointer = JSON.stringify(facts.pointer);
    // `h` comes last: the header is the file's own text and must not hide a member of ours.
    this.#groups.text(
      `{"g":${id},"part":${part},"section":"${section}","bucket":"${bucket}","first_row":${firstRow},` +
        `"seq_start":${documentsBefore + 1},"pointer":${pointer},"h":{${header}}`,
    );
    this.#groups.endLine();
  }

  /** Sizes of the document files now; two of them give the ranges of a part. */
  sizes(): Map<DocumentShape, number> {
    return new Map([...this.#files].map(([shape, file]) => [shape, file.size]));
  }

  pathOf(shape: DocumentShape): string {
    return this.#file(shape).path;
  }

  flush(): void {
    for (const file of this.#files.values()) file.flush();
    this.#groups.flush();
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#groups.close();
  }

  #file(shape: DocumentShape): SpoolFile {
    let file = this.#files.get(shape);
    if (file === undefined) {
      file = new SpoolFile(join(this.#folder, `${shape.toLowerCase()}.ndjson`));
      this.#files.set(shape, file);
    }
    return file;
  }
}
