import { PORTAL_LIMITS } from '../limits.ts';
import { type Bucket, DOCUMENT_ARRAY_KEYS, type PortalSection, sectionOf2b } from '../portal-section.ts';
import type { DocumentSpool, SpoolGroup } from '../spool/document-spool.ts';
import type { AnswerContent, ElementDefect } from './answer-node.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  type JsonCursor,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  type Walk,
} from './json-cursor.ts';
import { MORE } from './json-reader.ts';

/** `{}`, `[]`, `null`, `""` and other nothings. */
const EMPTY_BYTES = 4;
const MOST_UNKNOWN_SECTIONS = 20;

/** Walks the sections of a return and spools their documents. */
export class SectionWalk {
  readonly defects: ElementDefect[] = [];
  moreDefects = 0;
  /** Whether a return has been recognised, even if its node is not over yet. */
  found = false;
  /** Keys beside the sections that hold something. */
  readonly unknownSections = new Set<string>();
  readonly #cursor: JsonCursor;
  readonly #spool: DocumentSpool;
  #row = 1;

  constructor(cursor: JsonCursor, spool: DocumentSpool) {
    this.#cursor = cursor;
    this.#spool = spool;
  }

  /** `docdata` and its like: an object of sections, or an array that wraps such objects (domain spec 2.6, itcrev). */
  *blocks(content: AnswerContent, bucket: Bucket, pointer: string): Walk {
    if ((yield* this.#cursor.peek()) === OPEN_BRACKET) {
      let index = 0;
      for (let more = yield* this.#cursor.enter(CLOSE_BRACKET); more; more = yield* this.#cursor.next(CLOSE_BRACKET)) {
        if ((yield* this.#cursor.peek()) === OPEN_BRACE) yield* this.blocks(content, bucket, `${pointer}/${index}`);
        else yield* this.#cursor.skip();
        index++;
      }
      return;
    }
    for (let more = yield* this.#cursor.enter(CLOSE_BRACE); more; more = yield* this.#cursor.next(CLOSE_BRACE)) {
      const key = yield* this.#cursor.key();
      const first = yield* this.#cursor.peek();
      const section = sectionOf2b(key);
      const at = `${pointer}/${key}`;
      if (section !== undefined && first === OPEN_BRACKET) {
        yield* this.section(content, content.part2b, section, bucket, at);
      } else if (section !== undefined && first === OPEN_BRACE && !section.flat) {
        // A converter that knows no list of one.
        yield* this.#supplier(content, content.part2b, section, bucket, at);
      } else if (section !== undefined) yield* this.#notAList(content.part2b, at);
      else if (key.toLowerCase() === 'itcrev' && (first === OPEN_BRACE || first === OPEN_BRACKET)) {
        yield* this.blocks(content, 'REVERSED_37A', at);
      } else {
        const { offset } = this.#cursor.reader;
        yield* this.#cursor.skip();
        const isEmpty = this.#cursor.reader.offset - offset <= EMPTY_BYTES;
        if (!isEmpty && this.unknownSections.size < MOST_UNKNOWN_SECTIONS) this.unknownSections.add(key.slice(0, 40));
      }
    }
  }

  /** What stands for a list and is none is no document, unless it is nothing at all. */
  *#notAList(part: number, pointer: string): Walk {
    const text = yield* this.#cursor.raw();
    if (text === 'null' || text === '""' || text === '{}') return;
    this.#defect(part, pointer, text, 'it must be a list of documents');
    this.#row++;
  }

  *section(content: AnswerContent, part: number, section: PortalSection, bucket: Bucket, pointer: string): Walk {
    if (section.flat) {
      const group = yield* this.#documents(content, part, section, bucket, pointer);
      this.#spool.endGroup(group, '');
      return;
    }
    const reader = this.#cursor.reader;
    let index = 0;
    for (let more = yield* this.#cursor.enter(CLOSE_BRACKET); more; ) {
      let first = reader.peek();
      while (first === MORE) {
        yield;
        first = reader.peek();
      }
      const at = `${pointer}/${index}`;
      if (first === OPEN_BRACE) yield* this.#supplier(content, part, section, bucket, at);
      else {
        this.#defect(part, at, yield* this.#cursor.raw(), 'a supplier must be an object');
        this.#row++;
      }
      index++;
      let after = reader.peek();
      while (after === MORE) {
        yield;
        after = reader.peek();
      }
      more = this.#cursor.isMore(after, CLOSE_BRACKET);
    }
  }

  /**
   * The supplier's members may stand before or after its documents, so its groups are ended when the object is over.
   * Scalars that follow each other are taken as one run of bytes. Everything is inlined: a return may have a million
   * suppliers of one document.
   */
  *#supplier(content: AnswerContent, part: number, section: PortalSection, bucket: Bucket, pointer: string): Walk {
    const reader = this.#cursor.reader;
    const groups: SpoolGroup[] = [];
    let header = '';
    let runBytes = 0;
    let hasDocuments = false;
    for (let more = yield* this.#cursor.enter(CLOSE_BRACE); more; ) {
      let byte = reader.peek();
      while (byte === MORE) {
        yield;
        byte = reader.peek();
      }
      if (byte !== QUOTE) throw this.#cursor.fault('expected the name of a member');
      if (runBytes === 0) reader.begin(PORTAL_LIMITS.headerBytes);
      else reader.goOn();
      const keyStart = reader.pos - reader.mark;
      while (!reader.pass(this.#cursor.depth)) yield;
      const keyEnd = reader.pos - reader.mark;
      byte = reader.peek();
      while (byte === MORE) {
        yield;
        byte = reader.peek();
      }
      if (byte !== COLON) throw this.#cursor.fault('expected :');
      reader.pos++;
      byte = reader.peek();
      while (byte === MORE) {
        yield;
        byte = reader.peek();
      }
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        const key = reader.text(reader.mark + keyStart + 1, reader.mark + keyEnd - 1);
        header = this.#addToHeader(header, runBytes);
        runBytes = 0;
        reader.release();
        const at = `${pointer}/${key}`;
        if (!DOCUMENT_ARRAY_KEYS.has(key)) yield* this.#cursor.skip();
        else if (byte === OPEN_BRACE) yield* this.#notAList(part, at);
        else groups.push(yield* this.#documents(content, part, section, bucket, at));
        hasDocuments ||= DOCUMENT_ARRAY_KEYS.has(key);
      } else {
        const valueStart = reader.pos - reader.mark;
        reader.goOn();
        while (!reader.pass(this.#cursor.depth)) yield;
        runBytes = reader.pos - reader.mark;
        if (runBytes === valueStart) throw this.#cursor.fault('a value is missing');
      }
      byte = reader.peek();
      while (byte === MORE) {
        yield;
        byte = reader.peek();
      }
      more = this.#cursor.isMore(byte, CLOSE_BRACE);
    }
    header = this.#addToHeader(header, runBytes);
    reader.release();
    for (const group of groups) this.#spool.endGroup(group, header);
    if (!content.marks2a && (header.includes('"cfs"') || header.includes('"fldtr1"'))) content.marks2a = true;
    if (content.marks2a) this.found = true;
    if (hasDocuments) return;
    if (header.includes('"stin"')) content.marksIms = true;
    this.#defect(part, pointer, `{${header}}`, 'it holds no list of documents');
    this.#row++;
  }

  /** Adds the run of members that begins at the mark. */
  #addToHeader(header: string, runBytes: number): string {
    if (runBytes === 0) return header;
    const reader = this.#cursor.reader;
    const run = reader.text(reader.mark, reader.mark + runBytes).replace(/[\r\n]/g, ' ');
    const whole = header === '' ? run : `${header},${run}`;
    if (whole.length > PORTAL_LIMITS.headerBytes) throw this.#cursor.tooLarge('a supplier has too long a header');
    return whole;
  }

  /** Spools the elements of an array of documents. The caller ends the group, once it knows the header. */
  *#documents(
    content: AnswerContent,
    part: number,
    section: PortalSection,
    bucket: Bucket,
    pointer: string,
  ): Walk<SpoolGroup> {
    const reader = this.#cursor.reader;
    const group = this.#spool.beginGroup({
      part,
      section: section.name,
      bucket,
      shape: section.shape,
      firstRow: this.#row,
      pointer,
    });
    for (let more = yield* this.#cursor.enter(CLOSE_BRACKET); more; ) {
      let first = reader.peek();
      while (first === MORE) {
        yield;
        first = reader.peek();
      }
      reader.begin(PORTAL_LIMITS.valueBytes);
      while (!reader.pass(this.#cursor.depth)) yield;
      if (first === OPEN_BRACE) {
        this.#spool.document(group, reader.bytes, reader.mark, reader.pos, reader.sawLineBreak);
        content.documents++;
        content.documentBytes += reader.pos - reader.mark;
      } else {
        if (reader.pos === reader.mark) throw this.#cursor.fault('a value is missing');
        const text = reader.text(reader.mark, reader.pos);
        this.#defect(part, `${pointer}/${group.elements}`, text, 'a document must be an object');
        this.#spool.passElement(group);
      }
      reader.release();
      this.#row++;
      let after = reader.peek();
      while (after === MORE) {
        yield;
        after = reader.peek();
      }
      more = this.#cursor.isMore(after, CLOSE_BRACKET);
    }
    return group;
  }

  #defect(part: number, pointer: string, text: string, reason: string): void {
    if (this.defects.length < PORTAL_LIMITS.defects) {
      this.defects.push({ part, row: this.#row, pointer, text: text.slice(0, 1_000), reason });
    } else this.moreDefects++;
  }
}
