/**
 * Over 300 lines with its reason: the walk is one recursive descent whose levels (answer, block, section, supplier,
 * document) call each other; cutting it by level would only spread its state over files.
 */
import { type ControlSummary, readControlSummary } from '../control/control-summary.ts';
import { PORTAL_LIMITS } from '../limits.ts';
import {
  BLOCKS_2B,
  type Bucket,
  DOCUMENT_ARRAY_KEYS,
  MARKS_2A,
  MARKS_IMS,
  type PortalSection,
  sectionOf2a,
  sectionOf2b,
} from '../portal-section.ts';
import type { DocumentSpool, SpoolGroup, SpoolRange } from '../spool/document-spool.ts';
import { END, JsonFault, type JsonReader, MORE } from './json-reader.ts';

export type JsonScalar = string | number | boolean | null;

/** An object that may hold a return: the root, an element of an array of answers, or what stands under `data`. */
export interface AnswerNode {
  readonly parent: AnswerNode | null;
  readonly pointer: string;
  /** Scalars of the object, by lower-case key; those of `request` and `error` are prefixed `request.`, `error.`. */
  readonly scalars: Map<string, JsonScalar>;
  readonly content: AnswerContent;
}

/** What was found directly in an object. */
export interface AnswerContent {
  hasBlocks2b: boolean;
  hasSections2a: boolean;
  marks2a: boolean;
  marksIms: boolean;
  documents: number;
  documentBytes: number;
  summary: ControlSummary | null;
  /** The numbers of the part of 2B sections and of 2A sections, as they stand in the groups. */
  readonly part2b: number;
  readonly part2a: number;
  ranges: SpoolRange[];
}

/** An element that is not a document at all, so that it cannot be spooled. */
export interface ElementDefect {
  readonly part: number;
  readonly row: number;
  readonly pointer: string;
  readonly text: string;
  readonly reason: string;
}

export interface PortalJson {
  /** Nodes that hold something of a return, in the order of the file. */
  readonly nodes: AnswerNode[];
  /** Answers of an API that report an error. */
  readonly errors: AnswerNode[];
  readonly defects: ElementDefect[];
  /** Defects beyond `PORTAL_LIMITS.defects`. */
  readonly moreDefects: number;
}

/** Members that wrap a return; `cpsumm` and its like must not be walked, they repeat the names of the sections. */
const WRAPPERS: ReadonlySet<string> = new Set(['data', 'response', 'result', 'payload', 'body', 'responses', 'pages']);
const ASIDES: ReadonlySet<string> = new Set(['request', 'error', 'header']);

type Walk<T = void> = Generator<undefined, T, undefined>;

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const QUOTE = 0x22;

/**
 * Walks a JSON text of any size and spools the documents of every return in it. It is a generator that yields when it
 * wants more bytes: `readPortalJson` brings them.
 */
class PortalJsonWalk {
  readonly nodes: AnswerNode[] = [];
  readonly errors: AnswerNode[] = [];
  readonly defects: ElementDefect[] = [];
  moreDefects = 0;
  readonly #reader: JsonReader;
  readonly #spool: DocumentSpool;
  readonly #nextPart: () => number;
  #row = 1;
  #emptyAnswers = 0;
  #depth = 0;
  #found = false;

  constructor(reader: JsonReader, spool: DocumentSpool, nextPart: () => number) {
    this.#reader = reader;
    this.#spool = spool;
    this.#nextPart = nextPart;
  }

  /** Whether a return has been recognised, even if its node is not over yet. */
  get found(): boolean {
    return this.#found;
  }

  *text(): Walk {
    const first = yield* this.#peek();
    if (first === OPEN_BRACE) yield* this.#answer(null, '', 0);
    else if (first === OPEN_BRACKET) yield* this.#answers(null, '', 0);
    else throw this.#fault('the text is neither an object nor an array');
    if ((yield* this.#peek()) !== END) throw this.#fault('something follows the end of the JSON text');
  }

  /** Gives every element a chance to be an answer; elements that are not objects are passed over. */
  *#answers(parent: AnswerNode | null, pointer: string, level: number): Walk {
    let index = 0;
    for (let more = yield* this.#enter(CLOSE_BRACKET); more; more = yield* this.#next(CLOSE_BRACKET)) {
      if ((yield* this.#peek()) === OPEN_BRACE) yield* this.#answer(parent, `${pointer}/${index}`, level);
      else yield* this.#skip();
      index++;
    }
  }

  *#answer(parent: AnswerNode | null, pointer: string, level: number): Walk {
    const node: AnswerNode = { parent, pointer, scalars: new Map(), content: this.#createContent() };
    const before = this.nodes.length;
    const sizes = this.#spool.sizes();
    for (let more = yield* this.#enter(CLOSE_BRACE); more; more = yield* this.#next(CLOSE_BRACE)) {
      yield* this.#answerMember(node, level);
    }
    const { content } = node;
    for (const [shape, end] of this.#spool.sizes()) {
      const start = sizes.get(shape) ?? 0;
      if (end > start) content.ranges.push({ shape, start, end });
    }
    if (content.hasBlocks2b || content.hasSections2a || content.summary !== null || content.marksIms) {
      this.nodes.push(node);
      if (this.nodes.length > PORTAL_LIMITS.parts) throw this.#tooLarge('it holds too many returns');
    } else if (isErrorAnswer(node)) this.errors.push(node);
    else if (this.nodes.length === before && ++this.#emptyAnswers > PORTAL_LIMITS.emptyAnswers && before === 0) {
      throw this.#fault('it holds no GSTR-2B or GSTR-2A');
    }
  }

  #createContent(): AnswerContent {
    return {
      hasBlocks2b: false,
      hasSections2a: false,
      marks2a: false,
      marksIms: false,
      documents: 0,
      documentBytes: 0,
      summary: null,
      part2b: this.#nextPart(),
      part2a: this.#nextPart(),
      ranges: [],
    };
  }

  *#answerMember(node: AnswerNode, level: number): Walk {
    const key = (yield* this.#key()).toLowerCase();
    const first = yield* this.#peek();
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) {
      const scalar = yield* this.#scalar();
      if (scalar !== undefined) node.scalars.set(key, scalar);
      return;
    }
    const { content } = node;
    const pointer = `${node.pointer}/${key}`;
    if (MARKS_2A.has(key)) content.marks2a = true;
    if (MARKS_IMS.has(key)) content.marksIms = true;
    const bucket = BLOCKS_2B.get(key);
    const section = sectionOf2a(key);
    if (bucket !== undefined) {
      content.hasBlocks2b = true;
      this.#found = true;
      yield* this.#blocks(content, bucket, pointer);
    } else if (key === 'itcsumm' && first === OPEN_BRACE) {
      content.summary = readControlSummary(yield* this.#parsed());
    } else if (section !== undefined && first === OPEN_BRACKET) {
      content.hasSections2a = true;
      yield* this.#section(content, content.part2a, section, 'AVAILABLE', pointer);
    } else if (WRAPPERS.has(key) && level < PORTAL_LIMITS.wrapperLevels) {
      if (first === OPEN_BRACE) yield* this.#answer(node, pointer, level + 1);
      else yield* this.#answers(node, pointer, level + 1);
    } else if (ASIDES.has(key) && first === OPEN_BRACE) {
      const aside = yield* this.#parsed();
      for (const [name, value] of Object.entries(isRecord(aside) ? aside : {})) {
        if (isScalar(value)) node.scalars.set(`${key}.${name.toLowerCase()}`, value);
      }
    } else yield* this.#skip();
  }

  /** `docdata` and its like: an object of sections, or an array that wraps such objects (domain spec 2.6, itcrev). */
  *#blocks(content: AnswerContent, bucket: Bucket, pointer: string): Walk {
    if ((yield* this.#peek()) === OPEN_BRACKET) {
      let index = 0;
      for (let more = yield* this.#enter(CLOSE_BRACKET); more; more = yield* this.#next(CLOSE_BRACKET)) {
        if ((yield* this.#peek()) === OPEN_BRACE) yield* this.#blocks(content, bucket, `${pointer}/${index}`);
        else yield* this.#skip();
        index++;
      }
      return;
    }
    for (let more = yield* this.#enter(CLOSE_BRACE); more; more = yield* this.#next(CLOSE_BRACE)) {
      const key = yield* this.#key();
      const first = yield* this.#peek();
      const section = sectionOf2b(key);
      const at = `${pointer}/${key}`;
      if (section !== undefined && first === OPEN_BRACKET) {
        yield* this.#section(content, content.part2b, section, bucket, at);
      } else if (key.toLowerCase() === 'itcrev' && (first === OPEN_BRACE || first === OPEN_BRACKET)) {
        yield* this.#blocks(content, 'REVERSED_37A', at);
      } else yield* this.#skip();
    }
  }

  *#section(content: AnswerContent, part: number, section: PortalSection, bucket: Bucket, pointer: string): Walk {
    if (section.flat) {
      const group = yield* this.#documents(content, part, section, bucket, pointer);
      this.#spool.endGroup(group, '');
      return;
    }
    const reader = this.#reader;
    let index = 0;
    for (let more = yield* this.#enter(CLOSE_BRACKET); more; ) {
      let first = reader.peek();
      while (first === MORE) {
        yield;
        first = reader.peek();
      }
      const at = `${pointer}/${index}`;
      if (first === OPEN_BRACE) yield* this.#supplier(content, part, section, bucket, at);
      else {
        this.#defect(part, at, yield* this.#raw(), 'a supplier must be an object');
        this.#row++;
      }
      index++;
      let after = reader.peek();
      while (after === MORE) {
        yield;
        after = reader.peek();
      }
      more = this.#isMore(after, CLOSE_BRACKET);
    }
  }

  /**
   * The supplier's members may stand before or after its documents, so its groups are ended when the object is over.
   * Scalars that follow each other are taken as one run of bytes. Everything is inlined: a return may have a million
   * suppliers of one document.
   */
  *#supplier(content: AnswerContent, part: number, section: PortalSection, bucket: Bucket, pointer: string): Walk {
    const reader = this.#reader;
    const groups: SpoolGroup[] = [];
    let header = '';
    let runBytes = 0;
    for (let more = yield* this.#enter(CLOSE_BRACE); more; ) {
      let byte = reader.peek();
      while (byte === MORE) {
        yield;
        byte = reader.peek();
      }
      if (byte !== QUOTE) throw this.#fault('expected the name of a member');
      if (runBytes === 0) reader.begin(PORTAL_LIMITS.headerBytes);
      else reader.goOn();
      const keyStart = reader.pos - reader.mark;
      while (!reader.pass(this.#depth)) yield;
      const keyEnd = reader.pos - reader.mark;
      byte = reader.peek();
      while (byte === MORE) {
        yield;
        byte = reader.peek();
      }
      if (byte !== COLON) throw this.#fault('expected :');
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
        if (byte === OPEN_BRACKET && DOCUMENT_ARRAY_KEYS.has(key)) {
          groups.push(yield* this.#documents(content, part, section, bucket, `${pointer}/${key}`));
        } else yield* this.#skip();
      } else {
        const valueStart = reader.pos - reader.mark;
        reader.goOn();
        while (!reader.pass(this.#depth)) yield;
        runBytes = reader.pos - reader.mark;
        if (runBytes === valueStart) throw this.#fault('a value is missing');
      }
      byte = reader.peek();
      while (byte === MORE) {
        yield;
        byte = reader.peek();
      }
      more = this.#isMore(byte, CLOSE_BRACE);
    }
    header = this.#addToHeader(header, runBytes);
    reader.release();
    for (const group of groups) this.#spool.endGroup(group, header);
    if (!content.marks2a && (header.includes('"cfs"') || header.includes('"fldtr1"'))) content.marks2a = true;
    if (content.marks2a) this.#found = true;
    if (groups.length === 0 && header.includes('"stin"')) content.marksIms = true;
  }

  /** Adds the run of members that begins at the mark. */
  #addToHeader(header: string, runBytes: number): string {
    if (runBytes === 0) return header;
    const reader = this.#reader;
    const run = reader.text(reader.mark, reader.mark + runBytes).replace(/[\r\n]/g, ' ');
    const whole = header === '' ? run : `${header},${run}`;
    if (whole.length > PORTAL_LIMITS.headerBytes) throw this.#tooLarge('a supplier has too long a header');
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
    const reader = this.#reader;
    const group = this.#spool.beginGroup({
      part,
      section: section.name,
      bucket,
      shape: section.shape,
      firstRow: this.#row,
      pointer,
    });
    for (let more = yield* this.#enter(CLOSE_BRACKET); more; ) {
      let first = reader.peek();
      while (first === MORE) {
        yield;
        first = reader.peek();
      }
      reader.begin(PORTAL_LIMITS.valueBytes);
      while (!reader.pass(this.#depth)) yield;
      if (first === OPEN_BRACE) {
        this.#spool.document(group, reader.bytes, reader.mark, reader.pos, reader.sawLineBreak);
        content.documents++;
        content.documentBytes += reader.pos - reader.mark;
      } else {
        if (reader.pos === reader.mark) throw this.#fault('a value is missing');
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
      more = this.#isMore(after, CLOSE_BRACKET);
    }
    return group;
  }

  *#peek(): Walk<number> {
    let byte = this.#reader.peek();
    while (byte === MORE) {
      yield;
      byte = this.#reader.peek();
    }
    return byte;
  }

  /** Passes the opening bracket; false when the container is empty. */
  *#enter(close: number): Walk<boolean> {
    this.#reader.pos++;
    if (++this.#depth > PORTAL_LIMITS.depth) {
      throw new JsonFault('JSON_TOO_DEEP', `nested deeper than ${PORTAL_LIMITS.depth} levels`, this.#reader.offset);
    }
    if ((yield* this.#peek()) !== close) return true;
    this.#reader.pos++;
    this.#depth--;
    return false;
  }

  /** Passes the comma, or the closing bracket, which gives false. */
  *#next(close: number): Walk<boolean> {
    return this.#isMore(yield* this.#peek(), close);
  }

  #isMore(byte: number, close: number): boolean {
    if (byte !== COMMA && byte !== close) throw this.#fault(`expected , or ${String.fromCharCode(close)}`);
    this.#reader.pos++;
    if (byte === close) this.#depth--;
    return byte === COMMA;
  }

  *#key(): Walk<string> {
    if ((yield* this.#peek()) !== QUOTE) throw this.#fault('expected the name of a member');
    const key = yield* this.#value(PORTAL_LIMITS.keyBytes);
    if ((yield* this.#peek()) !== COLON) throw this.#fault('expected :');
    this.#reader.pos++;
    if (typeof key !== 'string') throw this.#fault('expected the name of a member');
    return key;
  }

  *#skip(): Walk {
    const reader = this.#reader;
    const start = reader.offset;
    reader.begin(0);
    while (!reader.pass(this.#depth)) yield;
    if (reader.offset === start) throw this.#fault('a value is missing');
  }

  /** The value as it stands. */
  *#raw(): Walk<string> {
    const reader = this.#reader;
    reader.begin(PORTAL_LIMITS.valueBytes);
    while (!reader.pass(this.#depth)) yield;
    if (reader.pos === reader.mark) throw this.#fault('a value is missing');
    const text = reader.text(reader.mark, reader.pos);
    reader.release();
    return text;
  }

  *#value(limitBytes: number): Walk<unknown> {
    const reader = this.#reader;
    reader.begin(limitBytes);
    while (!reader.pass(this.#depth)) yield;
    const text = reader.text(reader.mark, reader.pos);
    reader.release();
    try {
      return JSON.parse(text);
    } catch {
      throw this.#fault('a value is not valid JSON');
    }
  }

  *#parsed(): Walk<unknown> {
    return yield* this.#value(PORTAL_LIMITS.valueBytes);
  }

  /** A short scalar; undefined for one that is longer than any we ask for (an encrypted body, say). */
  *#scalar(): Walk<JsonScalar | undefined> {
    const value = yield* this.#raw();
    if (value.length > PORTAL_LIMITS.headerBytes) return undefined;
    try {
      const parsed: unknown = JSON.parse(value);
      return isScalar(parsed) ? parsed : undefined;
    } catch {
      throw this.#fault('a value is not valid JSON');
    }
  }

  #defect(part: number, pointer: string, text: string, reason: string): void {
    if (this.defects.length < PORTAL_LIMITS.defects) {
      this.defects.push({ part, row: this.#row, pointer, text: text.slice(0, 1_000), reason });
    } else this.moreDefects++;
  }

  #fault(message: string): JsonFault {
    return new JsonFault('JSON_INVALID', message, this.#reader.offset);
  }

  #tooLarge(message: string): JsonFault {
    return new JsonFault('TOO_LARGE', message, this.#reader.offset);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is JsonScalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const isErrorAnswer = (node: AnswerNode): boolean =>
  String(node.scalars.get('status_cd') ?? '') === '0' ||
  [...node.scalars.keys()].some((key) => key.startsWith('error.'));

/** A walk that stopped early, with what it had found by then. */
export class PortalJsonFault extends Error {
  readonly fault: JsonFault;
  /** Whether a return had been recognised before the fault. */
  readonly hadFound: boolean;
  constructor(fault: JsonFault, hadFound: boolean) {
    super(fault.message, { cause: fault });
    this.name = 'PortalJsonFault';
    this.fault = fault;
    this.hadFound = hadFound;
  }
}

/**
 * Reads one JSON text and spools its documents. @throws PortalJsonFault when the text is not JSON, nests too deep or
 * holds too large a value; `onBytes` may throw to stop the reading.
 */
export const readPortalJson = async (
  reader: JsonReader,
  spool: DocumentSpool,
  nextPart: () => number,
  onBytes: (bytes: number) => void,
): Promise<PortalJson> => {
  const walk = new PortalJsonWalk(reader, spool, nextPart);
  const steps = walk.text();
  try {
    while (!steps.next().done) onBytes(await reader.fill());
  } catch (error) {
    if (error instanceof JsonFault) throw new PortalJsonFault(error, walk.found);
    throw error;
  }
  const { nodes, errors, defects, moreDefects } = walk;
  return { nodes, errors, defects, moreDefects };
};
