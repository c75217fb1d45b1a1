import { readControlSummary } from '../control/control-summary.ts';
import { PORTAL_LIMITS } from '../limits.ts';
import { BLOCKS_2B, MARKS_2A, MARKS_IMS, sectionOf2a } from '../portal-section.ts';
import type { DocumentSpool } from '../spool/document-spool.ts';
import type { AnswerContent, AnswerNode, PortalJson } from './answer-node.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  isScalar,
  JsonCursor,
  OPEN_BRACE,
  OPEN_BRACKET,
  type Walk,
} from './json-cursor.ts';
import { END, JsonFault, type JsonReader } from './json-reader.ts';
import { SectionWalk } from './section-walk.ts';

/** Members that wrap a return; `cpsumm` and its like must not be walked, they repeat the names of the sections. */
const WRAPPERS: ReadonlySet<string> = new Set(['data', 'response', 'result', 'payload', 'body', 'responses', 'pages']);
const ASIDES: ReadonlySet<string> = new Set(['request', 'error', 'header']);

/** Walks the wrappings of a JSON text of any size, and hands the returns in it to `SectionWalk`. */
class AnswerWalk {
  readonly nodes: AnswerNode[] = [];
  readonly errors: AnswerNode[] = [];
  readonly sections: SectionWalk;
  readonly #cursor: JsonCursor;
  readonly #spool: DocumentSpool;
  readonly #nextPart: () => number;
  #emptyAnswers = 0;

  constructor(reader: JsonReader, spool: DocumentSpool, nextPart: () => number) {
    this.#cursor = new JsonCursor(reader);
    this.sections = new SectionWalk(this.#cursor, spool);
    this.#spool = spool;
    this.#nextPart = nextPart;
  }

  *text(): Walk {
    const first = yield* this.#cursor.peek();
    if (first === OPEN_BRACE) yield* this.#answer(null, '', 0);
    else if (first === OPEN_BRACKET) yield* this.#answers(null, '', 0);
    else throw this.#cursor.fault('the text is neither an object nor an array');
    if ((yield* this.#cursor.peek()) !== END) throw this.#cursor.fault('something follows the end of the JSON text');
  }

  /** Gives every element a chance to be an answer; elements that are not objects are passed over. */
  *#answers(parent: AnswerNode | null, pointer: string, level: number): Walk {
    let index = 0;
    for (let more = yield* this.#cursor.enter(CLOSE_BRACKET); more; more = yield* this.#cursor.next(CLOSE_BRACKET)) {
      if ((yield* this.#cursor.peek()) === OPEN_BRACE) yield* this.#answer(parent, `${pointer}/${index}`, level);
      else yield* this.#cursor.skip();
      index++;
    }
  }

  *#answer(parent: AnswerNode | null, pointer: string, level: number): Walk {
    const node: AnswerNode = { parent, pointer, scalars: new Map(), content: this.#createContent() };
    const before = this.nodes.length;
    const sizes = this.#spool.sizes();
    for (let more = yield* this.#cursor.enter(CLOSE_BRACE); more; more = yield* this.#cursor.next(CLOSE_BRACE)) {
      yield* this.#answerMember(node, level);
    }
    const { content } = node;
    for (const [shape, end] of this.#spool.sizes()) {
      const start = sizes.get(shape) ?? 0;
      if (end > start) content.ranges.push({ shape, start, end });
    }
    if (content.hasBlocks2b || content.hasSections2a || content.summary !== null || content.marksIms) {
      this.nodes.push(node);
      if (this.nodes.length > PORTAL_LIMITS.parts) throw this.#cursor.tooLarge('it holds too many returns');
    } else if (isErrorAnswer(node)) this.errors.push(node);
    else if (this.nodes.length === before && ++this.#emptyAnswers > PORTAL_LIMITS.emptyAnswers && before === 0) {
      throw this.#cursor.fault('it holds no GSTR-2B or GSTR-2A');
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
    const key = (yield* this.#cursor.key()).toLowerCase();
    const first = yield* this.#cursor.peek();
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) {
      const scalar = yield* this.#cursor.scalar();
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
      this.sections.found = true;
      yield* this.sections.blocks(content, bucket, pointer);
    } else if (key === 'itcsumm' && first === OPEN_BRACE) {
      content.summary = readControlSummary(yield* this.#cursor.parsed());
    } else if (section !== undefined && first === OPEN_BRACKET) {
      content.hasSections2a = true;
      yield* this.sections.section(content, content.part2a, section, 'AVAILABLE', pointer);
    } else if (WRAPPERS.has(key) && level < PORTAL_LIMITS.wrapperLevels) {
      if (first === OPEN_BRACE) yield* this.#answer(node, pointer, level + 1);
      else yield* this.#answers(node, pointer, level + 1);
    } else if (ASIDES.has(key) && first === OPEN_BRACE) {
      const aside = yield* this.#cursor.parsed();
      for (const [name, value] of Object.entries(isRecord(aside) ? aside : {})) {
        if (isScalar(value)) node.scalars.set(`${key}.${name.toLowerCase()}`, value);
      }
    } else yield* this.#cursor.skip();
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
  const walk = new AnswerWalk(reader, spool, nextPart);
  const steps = walk.text();
  try {
    while (!steps.next().done) onBytes(await reader.fill());
  } catch (error) {
    if (error instanceof JsonFault) throw new PortalJsonFault(error, walk.sections.found);
    throw error;
  }
  const { nodes, errors, sections } = walk;
  const { defects, moreDefects, unknownSections } = sections;
  return { nodes, errors, defects, moreDefects, unknownSections };
};
