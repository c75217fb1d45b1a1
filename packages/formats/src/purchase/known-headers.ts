import { COLUMN_ALIASES, IGNORED_HEADERS } from './column-aliases.ts';
import { taxHeadOf } from './ledger-head.ts';
import { normaliseHeader } from './normalise-header.ts';
import { PURCHASE_FIELD_NAMES, type PurchaseFieldName } from './purchase-fields.ts';

interface AliasHit {
  readonly field: PurchaseFieldName;
  readonly isSure: boolean;
  readonly rank: number;
}

/** The field that a header names. */
export const ALIAS_HITS: ReadonlyMap<string, AliasHit> = (() => {
  const hits = new Map<string, AliasHit>();
  for (const field of PURCHASE_FIELD_NAMES) {
    const { sure, weak = [] } = COLUMN_ALIASES[field];
    for (const [rank, alias] of sure.entries()) hits.set(alias, { field, isSure: true, rank });
    weak.forEach((alias, rank) => {
      if (!hits.has(alias)) hits.set(alias, { field, isSure: false, rank });
    });
  }
  return hits;
})();

/** How many cells of a row are headers that are known; a header row has at least three. */
export const countKnownHeaders = (cells: readonly string[]): number => {
  const seen = new Set<string>();
  for (const cell of cells) {
    if (cell.length > 80) continue;
    const header = normaliseHeader(cell);
    if (ALIAS_HITS.has(header) || IGNORED_HEADERS.has(header) || taxHeadOf(header) !== null) seen.add(header);
  }
  return seen.size;
};
