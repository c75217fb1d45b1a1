import { keyOfSegment, keyToSegment } from './object-key.ts';
import type { DownloadOptions } from './object-store.ts';
import { judgePermission, keyIdOf, type Permission, signPermission, type Verdict } from './signed-url.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Gives out the URLs of objects that this server itself serves, and judges those that come back. */
export interface UrlSigner {
  uploadUrl(key: string, expiresAt: Date): Promise<string>;
  downloadUrl(key: string, options: DownloadOptions): Promise<string>;
  /** The key behind an upload URL, whatever its host and query; null when it is none. */
  keyOfUploadUrl(url: string): string | null;
  judge(permission: Permission, signature: string, nowMs: number): Promise<Verdict>;
}

const UPLOAD_PATH = '/integration/v1/upload/';
const FILES_PATH = '/integration/v1/files/';

const secondsOf = (moment: Date): string => String(Math.floor(moment.getTime() / 1000));

/** `baseUrl` is the public address of this server, without a slash at its end; asked for each time. */
export function createUrlSigner(baseUrl: () => string, keys: Pick<SigningKeys, 'current' | 'find'>): UrlSigner {
  const sign = async (permission: Permission) => signPermission(permission, await keys.current());
  return {
    uploadUrl: async (key, expiresAt) => {
      const expires = secondsOf(expiresAt);
      const signature = await sign({ use: 'upload', key, expires, fileName: '', contentType: '' });
      return `${baseUrl()}${UPLOAD_PATH}${keyToSegment(key)}?${new URLSearchParams({ expires, signature })}`;
    },
    downloadUrl: async (key, { expiresAt, fileName: given, contentType }) => {
      // As a URL writes it: a half of a character does not survive there.
      const fileName = Buffer.from(given).toString();
      const expires = secondsOf(expiresAt);
      const signature = await sign({ use: 'download', key, expires, fileName, contentType });
      const query = new URLSearchParams({ expires, name: fileName, type: contentType, signature });
      return `${baseUrl()}${FILES_PATH}${keyToSegment(key)}?${query}`;
    },
    // The host is not compared: a server has several names, and a key proves nothing but itself.
    keyOfUploadUrl: (url) => {
      if (!URL.canParse(url)) return null;
      const { pathname } = new URL(url);
      return pathname.startsWith(UPLOAD_PATH) ? keyOfSegment(pathname.slice(UPLOAD_PATH.length)) : null;
    },
    judge: async (permission, signature, nowMs) => {
      const id = keyIdOf(signature);
      const key = id === null ? null : await keys.find(id);
      return key === null ? 'invalid' : judgePermission(permission, signature, key, nowMs);
    },
  };
}
