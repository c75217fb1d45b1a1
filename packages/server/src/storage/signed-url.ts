import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from '../state/signing-keys.ts';

/** What a URL permits: one use of one object, until a moment. */
export interface Permission {
  readonly use: 'upload' | 'download';
  readonly key: string;
  /** Seconds since 1970, as they stand in the URL. */
  readonly expires: string;
  /** Of a download; empty for an upload. */
  readonly fileName: string;
  readonly contentType: string;
}

export type Verdict = 'valid' | 'invalid' | { readonly expiredAt: Date };

/** `<id of the key>.<HMAC-SHA256 in base64url>` */
const SIGNATURE = /^([0-9A-HJKMNP-TV-Z]{26})\.([A-Za-z0-9_-]{43})$/;
const EXPIRES = /^[1-9][0-9]{0,10}$/;

/** JSON keeps the members apart whatever stands in them. */
const textOf = ({ use, key, expires, fileName, contentType }: Permission): string =>
  JSON.stringify(['milaan url 1', use, key, expires, fileName, contentType]);

const macOf = (permission: Permission, { secret }: SigningKey): string =>
  createHmac('sha256', secret).update(textOf(permission)).digest('base64url');

export const signPermission = (permission: Permission, key: SigningKey): string =>
  `${key.id}.${macOf(permission, key)}`;

/** The id of the key that a signature names; null when it has no such form. */
export const keyIdOf = (signature: string): string | null => SIGNATURE.exec(signature)?.[1] ?? null;

/** Judges a signature. That it has expired is told only to whoever holds a good one. */
export function judgePermission(permission: Permission, signature: string, key: SigningKey, nowMs: number): Verdict {
  const [, id, mac = ''] = SIGNATURE.exec(signature) ?? [];
  if (id !== key.id || !EXPIRES.test(permission.expires)) return 'invalid';
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(permission, key)))) return 'invalid';
  const expiresAtMs = Number(permission.expires) * 1000;
  return nowMs < expiresAtMs ? 'valid' : { expiredAt: new Date(expiresAtMs) };
}
