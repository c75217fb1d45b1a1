import { hash, timingSafeEqual } from 'node:crypto';
import { LIMITS } from '@milaan/contract';
import type { Randomness } from '../injected/randomness.ts';
import type { ClientMode } from '../state/tables.ts';

/**
 * A secret that its holder shows: `<kind>_<mode>_<id>_<secret>`. The id finds the row, the secret proves the right to it.
 * `mcs` is a client secret, `mat` an access token; both can be told from random text by a scanner of leaked secrets.
 */
export interface Credential {
  readonly id: string;
  readonly secret: string;
}

export type CredentialKind = 'mcs' | 'mat';

/** 256 bits: past guessing, so that a plain SHA-256 at rest is enough. */
const SECRET_BYTES = 32;
const ID_CHARACTERS = 26;
/** Of a secret as text. */
export const SECRET_CHARACTERS = 43;
const CREDENTIAL = new RegExp(
  `^(?:mcs|mat)_(?:live|sandbox)_[0-9A-HJKMNP-TV-Z]{${ID_CHARACTERS}}_[A-Za-z0-9_-]{${SECRET_CHARACTERS}}$`,
);

export interface MadeCredential {
  /** What the holder is given, once. */
  readonly text: string;
  /** What is kept. */
  readonly secretHash: Buffer;
}

const hashSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer');

export function createCredential(
  kind: CredentialKind,
  mode: ClientMode,
  id: string,
  randomness: Randomness,
): MadeCredential {
  const secret = Buffer.from(randomness.bytes(SECRET_BYTES)).toString('base64url');
  return { text: `${kind}_${mode}_${id}_${secret}`, secretHash: hashSecret(secret) };
}

export function parseCredential(kind: CredentialKind, text: string): Credential | undefined {
  if (text.length > LIMITS.credentialLength) return undefined;
  if (!text.startsWith(kind) || !CREDENTIAL.test(text)) return undefined;
  const secretAt = text.length - SECRET_CHARACTERS;
  return { id: text.slice(secretAt - 1 - ID_CHARACTERS, secretAt - 1), secret: text.slice(secretAt) };
}

/** A hash that no secret has: what an unknown id is compared with, so that unknown and wrong take the same path. */
const NOBODYS_HASH = Buffer.alloc(32);

/** Whether the secret is the one that was hashed. Takes the same time for a wrong secret and for an unknown id. */
export function isSecretOf(secret: string, hash: Buffer | undefined): boolean {
  const isEqual = timingSafeEqual(hashSecret(secret), hash ?? NOBODYS_HASH);
  return isEqual && hash !== undefined;
}
