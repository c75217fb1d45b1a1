import { isReturnPeriod, panOfGstin, type ReturnPeriod, returnPeriodOrdinal } from '@milaan/gst';
import { InputRefused } from '../input-refused.ts';
import { isSameSummary } from './control/control-summary.ts';
import type { IgnoredFile, PortalPart } from './portal-part.ts';

export interface ReturnFilter {
  readonly type?: '2b' | '2a' | undefined;
  readonly gstins?: readonly string[] | undefined;
  readonly pan?: string | undefined;
  readonly from?: ReturnPeriod | undefined;
  readonly to?: ReturnPeriod | undefined;
}

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

/** A part whose registration and period are known. */
type KnownPart = PortalPart & { gstin: string; period: string };

const isKnown = (part: PortalPart): part is KnownPart => part.gstin !== null && part.period !== null;

const typeName = (source: PortalPart['source']): string => (source === 'GSTR_2B' ? 'GSTR-2B' : 'GSTR-2A');
/** The file alone where the part is all of it but for its wrapping. */
const place = (part: PortalPart): string =>
  `${part.file}${/^(?:\/data)*$/.test(part.pointer) ? '' : `#${part.pointer}`}`;
const byPlace = (a: PortalPart, b: PortalPart): number => (place(a) < place(b) ? -1 : 1);
const filesOf = (parts: readonly PortalPart[]): number => new Set(parts.map((part) => part.file)).size;

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

interface Refusal {
  /** Null where a named file may be left out as well. */
  readonly code: string | null;
  readonly reason: string;
  readonly hint: string;
}

const reasonAgainst = (part: PortalPart, filter: ReturnFilter, all: readonly PortalPart[]): Refusal | null => {
  const what = typeName(part.source);
  if (!isKnown(part)) {
    const missing = part.gstin === null ? 'registration (gstin)' : 'return period (rtnprd)';
    return {
      code: 'PORTAL_UNIDENTIFIED',
      reason: `the ${what} does not say its ${missing}`,
      hint: 'Download it again, or keep the answer of the API whole, with its request.',
    };
  }
  const type = filter.type ?? (all.some((other) => other.source === 'GSTR_2B') ? '2b' : '2a');
  if (type !== part.source.slice(-2).toLowerCase()) {
    const code = filter.type === undefined ? null : 'PORTAL_OTHER_TYPE';
    return {
      code,
      reason: `it is a ${what}; the run reads GSTR-${type.toUpperCase()}`,
      hint: `Use --type ${part.source.slice(-2).toLowerCase()}.`,
    };
  }
  if (!isOwn(part.gstin, filter)) {
    return {
      code: 'PORTAL_OTHER_REGISTRATION',
      reason: `the ${what} belongs to ${part.gstin}, which is not among the registrations of this run`,
      hint: 'Leave the file out, or name its registration.',
    };
  }
  const ordinal = isReturnPeriod(part.period) ? returnPeriodOrdinal(part.period) : 0;
  const isBefore = filter.from !== undefined && ordinal < returnPeriodOrdinal(filter.from);
  const isAfter = filter.to !== undefined && ordinal > returnPeriodOrdinal(filter.to);
  if (isBefore || isAfter) {
    return { code: null, reason: `its period ${part.period} lies outside the range asked for`, hint: '' };
  }
  return null;
};

const isOwn = (gstin: string, filter: ReturnFilter): boolean => {
  if (filter.gstins !== undefined && filter.gstins.length > 0) return filter.gstins.includes(gstin);
  return filter.pan === undefined || panOfGstin(gstin) === filter.pan || gstin.slice(2, 12) === filter.pan;
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

/** Pages of one generation repeat one summary; two summaries are two generations of one day, and nobody can say which holds. */
const refuseConflict = (parts: readonly KnownPart[], gstin: string, period: string): void => {
  const [first, ...others] = parts.filter((part) => part.summary !== null);
  const other = others.find((part) => !isSameSummary(first?.summary ?? [], part.summary ?? []));
  if (first === undefined || other === undefined) return;
  throw new InputRefused(
    'PORTAL_CONFLICT',
    other.file,
    `${place(first)} and ${place(other)} are two different GSTR-2B of ${gstin} for ${period}, both generated on ${first.generatedOn ?? 'an unknown day'}.`,
    { hint: 'Keep only the later download.' },
  );
};

/** A summary with tax and not one document: taken for an empty return it would make every supplier a defaulter. */
const refuseSummaryAlone = (parts: readonly KnownPart[], gstin: string, period: string): void => {
  const summed = parts.find((part) => part.summary?.some(({ paise }) => paise !== 0) === true);
  if (summed === undefined || parts.some((part) => part.documents > 0)) return;
  throw new InputRefused(
    'PORTAL_INCOMPLETE',
    summed.file,
    `The GSTR-2B of ${gstin} for ${period} is incomplete: its summary has tax, but it holds no documents.`,
    { hint: 'Download it with its documents: without them they would look like defaults of the suppliers.' },
  );
};

const checkPages = (parts: readonly KnownPart[], gstin: string, period: string, warnings: string[]): void => {
  const pages = parts.filter((part) => part.hasDocuments);
  const announced = Math.max(0, ...parts.map((part) => Math.max(part.pageCount ?? 0, part.pageNumber ?? 0)));
  if (announced === 0) {
    if (filesOf(pages) > 1 && pages.every((part) => part.summary === null)) {
      warnings.push(
        `The GSTR-2B of ${gstin} for ${period} comes in ${pages.length} parts that do not say how many there should be, and without a summary to check them against.`,
      );
    }
    return;
  }
  const numbered = new Set(pages.map((part) => part.pageNumber).filter((number) => number !== null));
  let unnumbered = pages.filter((part) => part.pageNumber === null).length;
  const missing: number[] = [];
  for (let page = 1; page <= announced; page++) {
    if (numbered.has(page)) continue;
    if (unnumbered > 0) unnumbered--;
    else missing.push(page);
  }
  if (missing.length === 0) return;
  const list =
    missing.length > 10 ? `${missing.slice(0, 10).join(', ')} and ${missing.length - 10} more` : missing.join(', ');
  const [first] = parts;
  throw new InputRefused(
    'PORTAL_INCOMPLETE',
    first?.file ?? '',
    `The GSTR-2B of ${gstin} for ${period} is incomplete: page${missing.length > 1 ? 's' : ''} ${list} of ${announced} missing.`,
    { hint: 'Download the missing pages: without them their invoices would look like defaults of the suppliers.' },
  );
};
