/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null on the last one. */
  readonly nextCursor: string | null;
}

type ItemOf<P> = P extends { readonly items: readonly (infer Item)[] } ? Item : never;

/**
 * What a list call returns: awaited it is one page, in a loop it is every item of every page. Nothing is sent before
 * one of both happens.
 *
 * @example
 * const page = await milaan.listWorkflows({ limit: 10 });
 * for await (const workflow of milaan.listWorkflows({ pan: 'ABCDE1234F' })) console.log(workflow.status);
 */
export interface Pages<P> extends PromiseLike<P>, AsyncIterable<ItemOf<P>> {}

/**
 * @param getPage gets the page at a cursor; undefined is the one that the call asked for
 * @throws {Error} while iterating, when the server gives the same cursor again: the list would never end
 */
export function createPages<P extends Page<unknown>>(getPage: (cursor: string | undefined) => Promise<P>): Pages<P> {
  return {
    // A promise would be under way already: a loop over the items would then send the first request twice.
    // biome-ignore lint/suspicious/noThenProperty: awaited, it is one page
    then: (onPage, onError) => getPage(undefined).then(onPage, onError),
    async *[Symbol.asyncIterator]() {
      const seen = new Set<string>();
      for (let cursor: string | undefined; ; ) {
        const page = await getPage(cursor);
        yield* page.items as readonly ItemOf<P>[]; // what ItemOf takes out of P
        if (page.nextCursor === null) return;
        if (seen.has(page.nextCursor)) throw new Error('The server gave the same cursor twice.');
        seen.add(page.nextCursor);
        cursor = page.nextCursor;
      }
    },
  };
}
