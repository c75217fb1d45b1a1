import { InputRefused } from '../input-refused.ts';
import { filesOf, type KnownPart, place, typeName } from './known-part.ts';
import type { IgnoredFile, PortalPart } from './portal-part.ts';
import { type ReturnFilter, reasonAgainst } from './unwanted-part.ts';
import { checkPages, refuseConflict, refuseSummaryAlone } from './whole-return.ts';

/** One GSTR-2B or 2A of one registration and period, put together from its files and pages. */
export interface PlannedReturn {
  readonly gstin: string;
  readonly period: string;
  readonly type: 'GSTR_2B' | 'GSTR_2A';
  readonly generatedOn: string | null;
  readonly parts: readonly PortalPart[];
  /** Files of earlier generations that this one replaces. */
  readonly superseded: number;
}

export interface ReturnPlan {
  readonly returns: readonly PlannedReturn[];
  readonly ignored: readonly IgnoredFile[];
  readonly warnings: readonly string[];
}

const byPlace = (a: PortalPart, b: PortalPart): number => (place(a) < place(b) ? -1 : 1);

/**
 * Decides which parts make up which returns: filters them, lets the latest generation replace earlier ones (domain spec
 * 2.1), counts copies once, and checks that every page is there (2.8).
 *
 * @param isNamed whether the caller named the file, so that leaving it out needs a refusal and not a note
 * @param contentOf tells copies of the same documents apart from pages: equal text, equal documents
 * @throws InputRefused PORTAL_INCOMPLETE, PORTAL_CONFLICT, PORTAL_OTHER_REGISTRATION, PORTAL_OTHER_TYPE, PORTAL_UNIDENTIFIED
 */
export const planReturns = (
  parts: readonly PortalPart[],
  filter: ReturnFilter,
  isNamed: (file: string) => boolean,
  contentOf: (part: PortalPart) => string | undefined,
): ReturnPlan => {
  const ignored: IgnoredFile[] = [];
  const warnings: string[] = [];
  const wanted = parts.filter((part): part is KnownPart => {
    const refusal = reasonAgainst(part, filter, parts);
    if (refusal === null) return true;
    if (isNamed(part.file) && refusal.code !== null) {
      throw new InputRefused(refusal.code, part.file, `${part.file}: ${refusal.reason}.`, { hint: refusal.hint });
    }
    ignored.push({ path: place(part), reason: refusal.reason });
    return false;
  });
  const returns = [...groupBy(wanted, (part) => `${part.source}|${part.gstin}|${part.period}`).values()].map((group) =>
    planReturn(group, contentOf, ignored, warnings),
  );
  returns.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { returns, ignored, warnings };
};

const keyOf = (planned: PlannedReturn): string =>
  `${planned.type}|${planned.gstin}|${planned.period.slice(2)}${planned.period.slice(0, 2)}`;

const groupBy = <T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};

const planReturn = (
  all: readonly KnownPart[],
  contentOf: (part: PortalPart) => string | undefined,
  ignored: IgnoredFile[],
  warnings: string[],
): PlannedReturn => {
  const sorted = [...all].sort(byPlace);
  const [first] = sorted;
  if (first === undefined) throw new Error('A return has at least one part.');
  const { gstin, period, source: type } = first;
  adoptGeneration(sorted);
  const generatedOn =
    type === 'GSTR_2B' ? sorted.reduce((last, part) => later(last, part.generatedOn), null as string | null) : null;
  const current = type === 'GSTR_2B' ? sorted.filter((part) => part.generatedOn === generatedOn) : sorted;
  const older = sorted.filter((part) => !current.includes(part));
  for (const part of older) {
    const reason = `replaced by the ${typeName(type)} of ${gstin} for ${period} generated on ${generatedOn}`;
    ignored.push({ path: place(part), reason });
  }
  const parts = withoutCopies(withoutWorkbookTwins(current, ignored), contentOf, ignored);
  refuseConflict(parts, gstin, period);
  if (type === 'GSTR_2B') {
    checkPages(parts, gstin, period, warnings);
    refuseSummaryAlone(parts, gstin, period);
  }
  return { gstin, period, type, generatedOn, parts, superseded: filesOf(older) };
};

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

/** Pages without a generation date belong to the one generation that there is. */
const adoptGeneration = (parts: readonly KnownPart[]): void => {
  const dates = new Set(parts.map((part) => part.generatedOn).filter((date) => date !== null));
  if (dates.size !== 1) return;
  for (const part of parts) part.generatedOn ??= [...dates][0] ?? null;
};

/** The JSON and the Excel download of one generation say the same; the JSON says more. */
const withoutWorkbookTwins = (parts: readonly KnownPart[], ignored: IgnoredFile[]): readonly KnownPart[] => {
  if (!parts.some((part) => part.format === 'json' && part.hasDocuments)) return parts;
  for (const part of parts) {
    if (part.format === 'excel') ignored.push({ path: part.file, reason: 'the same return is read from JSON' });
  }
  return parts.filter((part) => part.format === 'json');
};

const withoutCopies = (
  parts: readonly KnownPart[],
  contentOf: (part: PortalPart) => string | undefined,
  ignored: IgnoredFile[],
): KnownPart[] => {
  const seen = new Map<string, KnownPart>();
  return parts.filter((part) => {
    const content = part.hasDocuments ? contentOf(part) : undefined;
    if (content === undefined) return true;
    const twin = seen.get(content);
    if (twin === undefined) {
      seen.set(content, part);
      return true;
    }
    // Two empty pages are equal and still two pages.
    if (part.documents === 0 && part.pageNumber !== twin.pageNumber) return true;
    ignored.push({ path: place(part), reason: `a copy of ${place(twin)}` });
    return false;
  });
};
