import type { ControlSummary } from '../control/control-summary.ts';
import type { SpoolRange } from '../spool/document-spool.ts';

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
  /** Keys beside the sections that hold something, and whose meaning is not known. */
  readonly unknownSections: ReadonlySet<string>;
}
