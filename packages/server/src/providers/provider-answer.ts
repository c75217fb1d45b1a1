import type { PortalSide } from '../jobs/job-contracts.ts';

type Node = Readonly<Record<string, unknown>>;

/** What an answer of a provider is, whatever it is wrapped in. */
export type ProviderAnswer =
  | { readonly kind: 'error'; readonly codes: readonly string[] }
  | { readonly kind: 'statement'; readonly node: Node; readonly pageCount: number; readonly hasDocuments: boolean }
  | { readonly kind: 'unknown' };

/** Wrappers put the statement at most so deep into `data`. */
const MOST_LEVELS = 5;

const MARKS: Readonly<Record<PortalSide, readonly string[]>> = {
  GSTR_2B: ['docdata', 'docRejdata', 'itcsumm', 'cpsumm', 'fc', 'rtnprd'],
  GSTR_2A: ['fp', 'b2b', 'b2ba', 'cdn', 'cdna', 'isd', 'isda', 'impg', 'impgsez', 'ecom', 'ecoma', 'tds', 'tcs'],
};

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

/** Some put the error as JSON into a text. */
function nodeIn(value: unknown): Node | null {
  if (isNode(value)) return value;
  if (typeof value !== 'string' || !value.startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return isNode(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

const CODE_MEMBERS = ['error_cd', 'errorCode', 'error_code', 'code'] as const;
const ERROR_MEMBERS = ['error', 'errors', 'status_desc', 'data'] as const;

/** Every text in a place where an error code stands. */
function codesIn(node: Node, depth = 0): string[] {
  const own = CODE_MEMBERS.flatMap((name) => textOf(node[name]) ?? []);
  if (depth >= 3) return own;
  return [
    ...own,
    ...ERROR_MEMBERS.flatMap((name) => {
      const inner = nodeIn(node[name]);
      return inner === null ? [] : codesIn(inner, depth + 1);
    }),
  ];
}

function statementIn(node: Node, marks: readonly string[]): Node | null {
  let at: Node = node;
  for (let level = 0; level < MOST_LEVELS; level++) {
    if (marks.some((mark) => at[mark] !== undefined)) return at;
    if (!isNode(at.data)) return null;
    at = at.data;
  }
  return null;
}

const pageCountOf = (node: Node): number => {
  const count = Number(node.fc ?? 1);
  return Number.isSafeInteger(count) && count > 0 ? count : 1;
};

const saysFailure = (node: Node): boolean => textOf(node.status_cd) === '0' || node.error !== undefined;

/** Tells what an answer is. An error wins over whatever else is in it. */
export function readProviderAnswer(text: string, side: PortalSide): ProviderAnswer {
  const answer = nodeIn(text.trimStart());
  if (answer === null) return { kind: 'unknown' };
  if (saysFailure(answer)) return { kind: 'error', codes: codesIn(answer) };
  const node = statementIn(answer, MARKS[side]);
  if (node === null) {
    const codes = codesIn(answer);
    return codes.length === 0 ? { kind: 'unknown' } : { kind: 'error', codes };
  }
  const hasDocuments =
    side === 'GSTR_2A' || node.docdata !== undefined || node.docRejdata !== undefined || node.docrejdata !== undefined;
  return { kind: 'statement', node, pageCount: pageCountOf(node), hasDocuments };
}

/** Whether a statement says that it is about somebody or some time else. */
export const isOfAnother = (node: Node, gstin: string, period: string): boolean =>
  (node.gstin !== undefined && node.gstin !== gstin) || (node.rtnprd ?? node.fp ?? period) !== period;
