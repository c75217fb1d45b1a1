import type { StateDatabase } from './open-state.ts';

/**
 * Takes the next places in the order of a workspace's segments and deletions. The row is locked until the transaction
 * ends, so that the order of places is the order of commits: nothing can later slip in between two of them.
 * @returns the first place taken; the others follow it
 */
export async function takeSequences(transaction: StateDatabase, workspaceId: string, count: number): Promise<number> {
  const { last } = await transaction
    .insertInto('heldSequence')
    .values({ workspaceId, last: count })
    .onConflict((conflict) =>
      conflict.column('workspaceId').doUpdateSet((row) => ({ last: row('heldSequence.last', '+', count) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return last - count + 1;
}
