import { InputRefused } from '../input-refused.ts';
import { isSameSummary } from './control/control-summary.ts';
import { filesOf, type KnownPart, place } from './known-part.ts';

/** Pages of one generation repeat one summary; two summaries are two generations of one day, and nobody can say which holds. */
export const refuseConflict = (parts: readonly KnownPart[], gstin: string, period: string): void => {
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
export const refuseSummaryAlone = (parts: readonly KnownPart[], gstin: string, period: string): void => {
  const summed = parts.find((part) => part.summary?.some(({ paise }) => paise !== 0) === true);
  if (summed === undefined || parts.some((part) => part.documents > 0)) return;
  throw new InputRefused(
    'PORTAL_INCOMPLETE',
    summed.file,
    `The GSTR-2B of ${gstin} for ${period} is incomplete: its summary has tax, but it holds no documents.`,
    { hint: 'Download it with its documents: without them they would look like defaults of the suppliers.' },
  );
};

/** Every page that is announced must be there. @throws InputRefused PORTAL_INCOMPLETE */
export const checkPages = (parts: readonly KnownPart[], gstin: string, period: string, warnings: string[]): void => {
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
