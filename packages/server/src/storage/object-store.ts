import type { Readable } from 'node:stream';

/** What is known of an object without reading it. */
export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** What a download is called and said to be; both are in the signature of its URL. */
export interface DownloadOptions {
  readonly expiresAt: Date;
  readonly fileName: string;
  readonly contentType: string;
}

/**
 * Where files are kept: whole objects under keys such as `uploads/{workspaceId}/{uploadId}`, which `isObjectKey` must
 * accept. Every failure of the medium itself is a `StorageFailure`; what a given body or signal throws is thrown on.
 */
export interface ObjectStore {
  readonly kind: 'folder' | 's3';
  /** Stores a body whole or not at all, in place of what was there. */
  put(key: string, body: ObjectBody, signal?: AbortSignal): Promise<StoredObject>;
  /** The same from a local file, which is not changed afterwards: the folder may hold the very file. */
  putFile(key: string, path: string): Promise<StoredObject>;
  /** @throws ObjectMissing */
  read(key: string, signal?: AbortSignal): Promise<Readable>;
  /**
   * Brings an object to a local path that is not there yet. It must not be written to: it may be the very object.
   * @throws ObjectMissing
   */
  getFile(key: string, path: string, signal?: AbortSignal): Promise<void>;
  head(key: string): Promise<StoredObject | null>;
  /** What is not there is deleted already. */
  delete(key: string): Promise<void>;
  /** The objects whose keys begin with the prefix, in the order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** A URL to which one file can be put without a token. */
  uploadUrl(key: string, options: { readonly expiresAt: Date }): Promise<string>;
  /** A URL from which the object can be got without a token. */
  downloadUrl(key: string, options: DownloadOptions): Promise<string>;
  /** The key behind a URL that `uploadUrl` gave, with its query or without; null when it is none of ours. */
  keyOfUrl(url: string): string | null;
  /** Whether objects can be stored now. @throws StorageFailure */
  check(): Promise<void>;
  close(): Promise<void>;
}

export type ObjectBody = Uint8Array | AsyncIterable<Uint8Array>;
