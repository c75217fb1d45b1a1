import { join } from 'node:path';
import type { Bucket, DocumentShape, PortalSectionName } from '../portal-section.ts';
import { SpoolFile } from './spool-file.ts';

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
