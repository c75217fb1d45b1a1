/** The cursor after an item: opaque to callers, and made of the item's own id, so that later items do not move it. */
export const cursorAfter = (place: string): string => Buffer.from(place).toString('base64url');

/**
 * The place that a cursor stands for, of the form that the list uses.
 * @returns null for the first page, undefined for a cursor that this list did not give out
 */
export function placeOf(cursor: string | undefined, form: RegExp): string | null | undefined {
  if (cursor === undefined) return null;
  const place = Buffer.from(cursor, 'base64url').toString();
  return form.test(place) && cursorAfter(place) === cursor ? place : undefined;
}

/** A page out of one item more than fits on it, which tells whether there is a next one. */
export function pageFrom<Item, Shown>(
  items: readonly Item[],
  limit: number,
  placeIn: (item: Item) => string,
  show: (item: Item) => Shown,
): { readonly items: Shown[]; readonly nextCursor: string | null } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    nextCursor: items.length > limit && last !== undefined ? cursorAfter(placeIn(last)) : null,
  };
}

/** What every list reads to know whether there is a next page. */
export const oneMoreThan = (limit: number): number => limit + 1;

/** The failure of a cursor that this list did not give out. */
export const FOREIGN_CURSOR = { metadata: { param: 'cursor', reason: 'it is not a nextCursor of this list' } } as const;
