import { LIMITS } from '@milaan/contract';
import type { StateDatabase } from './open-state.ts';

/** What became of some requests of one workspace whose ids were made in one window. */
export interface RequestBlock {
  readonly workspaceId: string;
  readonly windowStart: Date;
  readonly id: string;
  readonly entries: Buffer;
  readonly createdAt: Date;
}

/** Rows that one statement deletes: few enough that no request waits long for the embedded database. */
const FORGOTTEN_AT_ONCE = 2000;

export async function insertRequestBlocks(db: StateDatabase, blocks: readonly RequestBlock[]): Promise<void> {
  await db.insertInto('requestBlock').values(blocks).execute();
}

/** The entries of a window, newest block first: a few small rows, however many there are. */
export async function listRequestBlocks(
  db: StateDatabase,
  { workspaceId, windowStart }: Pick<RequestBlock, 'workspaceId' | 'windowStart'>,
): Promise<readonly Buffer[]> {
  const rows = await db
    .selectFrom('requestBlock')
    .select('entries')
    .where('workspaceId', '=', workspaceId)
    .where('windowStart', '=', windowStart)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ entries }) => entries);
}

/** Forgets the blocks that are older than 30 days. @returns how many */
export async function forgetOldRequestBlocks(db: StateDatabase, now: Date): Promise<number> {
  const before = new Date(now.getTime() - LIMITS.requestKeptMs);
  let forgotten = 0;
  let last = FORGOTTEN_AT_ONCE;
  while (last === FORGOTTEN_AT_ONCE) {
    const { numDeletedRows } = await db
      .deleteFrom('requestBlock')
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('workspaceId', 'windowStart', 'id'),
          'in',
          selectFrom('requestBlock as old')
            .select(['old.workspaceId', 'old.windowStart', 'old.id'])
            .where('old.createdAt', '<', before)
            .orderBy('old.createdAt')
            .limit(FORGOTTEN_AT_ONCE)
            .$asTuple('workspaceId', 'windowStart', 'id'),
        ),
      )
      .executeTakeFirst();
    last = Number(numDeletedRows);
    forgotten += last;
  }
  return forgotten;
}
