import { LIMITS } from '@milaan/contract';
import type { Clock } from '../injected/clock.ts';
import type { Randomness } from '../injected/randomness.ts';
import type { CreateUlid } from '../injected/ulid.ts';
import type { StateDatabase } from '../state/open-state.ts';
import {
  ensureSigningKey,
  findSigningKey,
  type NewSigningKey,
  replaceSigningKey,
  type SigningKey,
} from '../state/signing-keys.ts';

/** The keys with which URLs are signed: the same on every node, since they are rows of the state. */
export interface SigningKeys {
  /**
   * The key that signs now; made when there is none. Asked at least every hour it never waits for the database, whose
   * only connection the caller may hold.
   */
  current(): Promise<SigningKey>;
  /** The key of that id if what it signed still counts. */
  find(id: string): Promise<SigningKey | null>;
  /** Puts a new key in force. What the last one signed stays good until it expires. @returns the id of the new one */
  rotate(): Promise<string>;
}

/** How long a node signs with a key that another node may have retired meanwhile. */
const REMEMBERED_MS = 60_000;

/** A key that was looked at longer ago may have been retired for so long that it does not count any more. */
const LONGEST_UNSEEN_MS = LIMITS.fileUrlMs / 2;

/** 256 bits, as long as the hash. */
const SECRET_BYTES = 32;

export interface SigningKeySource {
  readonly db: StateDatabase;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly createUlid: CreateUlid;
}

export function createSigningKeys({ db, clock, randomness, createUlid }: SigningKeySource): SigningKeys {
  let remembered: { readonly key: SigningKey; readonly untilMs: number } | null = null;
  let refreshing: Promise<SigningKey> | null = null;
  const newKey = (nowMs: number): NewSigningKey => ({
    id: createUlid(),
    secret: Buffer.from(randomness.bytes(SECRET_BYTES)),
    createdAt: new Date(nowMs),
  });
  const refresh = async (): Promise<SigningKey> => {
    const nowMs = clock.nowMs();
    const key = await ensureSigningKey(db, newKey(nowMs));
    remembered = { key, untilMs: nowMs + REMEMBERED_MS };
    return key;
  };
  const current = async (): Promise<SigningKey> => {
    if (remembered !== null && clock.nowMs() < remembered.untilMs) return remembered.key;
    refreshing ??= refresh().finally(() => {
      refreshing = null;
    });
    if (remembered === null || clock.nowMs() >= remembered.untilMs + LONGEST_UNSEEN_MS) return refreshing;
    // Not waited for: who signs may hold the only connection of the embedded database. A key that was retired a
    // moment ago still counts for a day, and a look that fails is made again by the next who signs.
    refreshing.catch(() => {});
    return remembered.key;
  };
  return {
    current,
    find: async (id) => {
      if (remembered?.key.id === id && clock.nowMs() < remembered.untilMs) return remembered.key;
      return findSigningKey(db, id, new Date(clock.nowMs()));
    },
    rotate: async () => {
      const nowMs = clock.nowMs();
      const { createdAt, ...key } = newKey(nowMs);
      await replaceSigningKey(db, { ...key, createdAt });
      remembered = { key, untilMs: nowMs + REMEMBERED_MS };
      return key.id;
    },
  };
}
