import * as z from 'zod';
import { LIMITS } from '../limits.ts';

/** Where a page begins, as the page before it said; what stands in it is nobody's business but the server's. */
export const CursorSchema = z
  .string()
  .regex(new RegExp(`^[A-Za-z0-9_-]{1,${LIMITS.cursorLength}}$`), 'it must be the nextCursor of the page before')
  .meta({ description: 'The `nextCursor` of the page before; left out for the first page.' });

/** How many items a page has at most. */
export const PageLimitSchema = z
  .string()
  .regex(/^(?:[1-9][0-9]{0,2}|1000)$/, `it must be a whole number from 1 to ${LIMITS.pageSize}`)
  .meta({ description: `Items on the page, at most ${LIMITS.pageSize}; ${LIMITS.defaultPageSize} when left out.` });

/** The query parameters of every list. */
export const PAGE_QUERY = { cursor: CursorSchema.optional(), limit: PageLimitSchema.optional() } as const;

/** How many items the `limit` of a query asks for. */
export const pageSizeOf = (limit: string | undefined): number =>
  limit === undefined ? LIMITS.defaultPageSize : Number(limit);

/** The answer of every list: some items, and where the next ones begin. */
export const pageOf = <Item extends z.ZodType>(item: Item) => ({
  items: z.array(item).max(LIMITS.pageSize),
  nextCursor: z.string().nullable().meta({ description: 'The `cursor` of the next page; null when this is the last.' }),
});
