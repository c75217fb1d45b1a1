import { gstinKind, normaliseGstin, parseCalendarDate, parseReturnPeriod } from '@milaan/gst';
import type { AnswerNode, JsonScalar } from './json/answer-node.ts';
import type { PortalPart } from './portal-part.ts';

/** Codes of GSTN and its intermediaries that say "no data", a confirmed empty result (domain spec 8.2). */
const NO_DATA_CODES: ReadonlySet<string> = new Set([
  'RET11416',
  'RET11417',
  'RET13508',
  'RET13509',
  'RET13510',
  'RET12501',
  'RET2B1016',
  'RT-3BAS1009',
]);

/** The first of `keys` in the node itself, then in the answers around it. */
const find = (node: AnswerNode | null, keys: readonly string[]): JsonScalar => {
  for (let at = node; at !== null; at = at.parent) {
    for (const key of keys) {
      const value = at.scalars.get(key);
      if (value !== undefined && value !== null && value !== '') return value;
    }
  }
  return null;
};

const withAsides = (...keys: string[]): string[] => [
  ...keys,
  ...['request', 'header'].flatMap((aside) => keys.map((key) => `${aside}.${key}`)),
];
const GSTIN_KEYS = withAsides('gstin', 'rtin');
const PERIOD_KEYS_2B = withAsides('rtnprd', 'ret_period', 'fp', 'returnperiod');
const PERIOD_KEYS_2A = withAsides('fp', 'ret_period', 'rtnprd', 'returnperiod');
const PAGE_KEYS = withAsides('file_num', 'filenum', 'file_number', 'fileno');

const textOf = (value: JsonScalar): string | null => (value === null ? null : String(value));

const countOf = (value: JsonScalar): number | null => {
  const count =
    typeof value === 'number' ? value : typeof value === 'string' ? Number(value.trim() || 'x') : Number.NaN;
  return Number.isInteger(count) && count > 0 && count <= 100_000 ? count : null;
};

const generatedOnOf = (node: AnswerNode): string | null => {
  const text = textOf(find(node, ['gendt']));
  return text === null ? null : parseCalendarDate(text);
};

/** What an object of a JSON file turned out to be. */
export type NodeReading =
  | { readonly kind: 'part'; readonly part: PortalPart }
  | { readonly kind: 'other'; readonly reason: string; readonly code: 'IMS' | 'GSTR1' };

/** Tells 2B, 2A and IMS apart by content (domain spec 2.2). */
export const readNode = (node: AnswerNode, file: string): NodeReading => {
  const { content } = node;
  const is2b = content.hasBlocks2b || content.summary !== null;
  if (!is2b && content.marksIms) {
    return { kind: 'other', code: 'IMS', reason: 'it is a list of the Invoice Management System, not a GSTR-2B' };
  }
  if (!is2b && !content.marks2a) {
    return {
      kind: 'other',
      code: 'GSTR1',
      reason: 'it looks like an outward return (GSTR-1), not a GSTR-2B or GSTR-2A',
    };
  }
  const period = textOf(find(node, is2b ? PERIOD_KEYS_2B : PERIOD_KEYS_2A));
  const gstin = textOf(find(node, GSTIN_KEYS));
  return {
    kind: 'part',
    part: {
      id: is2b ? content.part2b : content.part2a,
      file,
      pointer: node.pointer,
      source: is2b ? 'GSTR_2B' : 'GSTR_2A',
      format: 'json',
      gstin: gstin === null || gstinKind(normaliseGstin(gstin)) === null ? null : normaliseGstin(gstin),
      period: period === null ? null : parseReturnPeriod(period),
      generatedOn: is2b ? generatedOnOf(node) : null,
      pageCount: is2b ? countOf(find(node, withAsides('fc'))) : null,
      pageNumber: is2b ? countOf(find(node, PAGE_KEYS)) : null,
      hasDocuments: !is2b || (content.hasBlocks2b && textOf(find(node, ['status_cd'])) !== '3'),
      documents: content.documents,
      documentBytes: content.documentBytes,
      summary: content.summary,
    },
  };
};

/** What an API answer says went wrong; null when it only says that there is no data. */
export const readErrorAnswer = (node: AnswerNode): string | null => {
  const code = textOf(
    find(node, ['error.error_cd', 'error.errorcode', 'error.code', 'error_cd', 'error_code', 'errorcode']),
  );
  if (code !== null && NO_DATA_CODES.has(code.toUpperCase())) return null;
  const message = textOf(
    find(node, ['error.message', 'error.error_msg', 'error.desc', 'message', 'status_desc', 'error']),
  );
  return [code, message].filter((text) => text !== null).join(': ') || 'no reason given';
};

/** Pages may leave out whose they are where another answer of the same file says it. */
export const inheritIdentity = (parts: readonly PortalPart[]): void => {
  const only = <T>(values: readonly (T | null)[]): T | null => {
    const distinct = new Set(values.filter((value) => value !== null));
    return distinct.size === 1 ? ([...distinct][0] ?? null) : null;
  };
  const gstin = only(parts.map((part) => part.gstin));
  const period = only(parts.map((part) => part.period));
  for (const part of parts) {
    part.gstin ??= gstin;
    part.period ??= period;
  }
};
