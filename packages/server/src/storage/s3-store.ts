import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { addAbortSignal, PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { onDisk } from './folder-files.ts';
import { assertKeyPrefix, assertObjectKey, isObjectKey } from './object-key.ts';
import type { ObjectBody, ObjectStore, StoredObject } from './object-store.ts';
import { createS3Client } from './s3-client.ts';
import { failureOf, saysMissing } from './s3-failure.ts';
import type { S3Settings } from './s3-settings.ts';
import { createS3Urls } from './s3-urls.ts';
import { ObjectMissing, StorageAnswerInvalid, StorageFailure } from './storage-failure.ts';

/** Parts of a long upload: at most this much, twice, of each upload is in memory. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/** Asks S3; what it answers becomes ours, except what the signal says. */
async function ask<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof StorageFailure || error instanceof ObjectMissing ? error : failureOf(error);
  }
}

/** The body as a stream of its own, so that what breaks on the way is a failure of the storage. */
function relay(body: Readable, signal: AbortSignal | undefined): Readable {
  const out = new PassThrough();
  // Whoever reads it is told, also when it broke before; without a listener the process would end.
  out.on('error', () => {});
  body.once('error', (error) => out.destroy(failureOf(error)));
  out.once('close', () => body.destroy());
  body.pipe(out);
  return signal === undefined ? out : addAbortSignal(signal, out);
}

/** Objects in a bucket of S3, or of a server that speaks its language. */
export async function openS3Store(settings: S3Settings, nowMs: () => number): Promise<ObjectStore> {
  const { bucket } = settings;
  const client = createS3Client(settings, settings.endpoint);
  const publicClient =
    settings.publicEndpoint === undefined ? client : createS3Client(settings, settings.publicEndpoint);
  const urls = await createS3Urls({ client, publicClient, bucket, nowMs });

  const head = async (key: string, signal?: AbortSignal): Promise<StoredObject | null> => {
    assertObjectKey(key);
    return ask(async () => {
      const options = signal === undefined ? {} : { abortSignal: signal };
      const facts = await client
        .send(new HeadObjectCommand({ Bucket: bucket, Key: key }), options)
        .catch((error: unknown) => {
          if (saysMissing(error)) return null;
          throw error;
        });
      if (facts === null) return null;
      const { ContentLength: sizeBytes, LastModified: modifiedAt, ETag: tag } = facts;
      if (sizeBytes === undefined || modifiedAt === undefined || tag === undefined) {
        throw new StorageAnswerInvalid('S3 answered without the facts of an object.', 'HeadObject');
      }
      return { key, sizeBytes, modifiedAt };
    }, signal);
  };

  const put = async (key: string, body: ObjectBody, signal?: AbortSignal): Promise<StoredObject> => {
    assertObjectKey(key);
    signal?.throwIfAborted();
    let ofBody: { readonly error: unknown } | null = null;
    async function* watched(source: AsyncIterable<Uint8Array>) {
      try {
        yield* source;
      } catch (error) {
        ofBody = { error };
        throw error;
      }
    }
    const upload = new Upload({
      client,
      params: { Bucket: bucket, Key: key, Body: body instanceof Uint8Array ? body : Readable.from(watched(body)) },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    });
    const onAbort = () => void upload.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await ask(() => upload.done(), signal);
    } catch (error) {
      throw ofBody === null ? error : (ofBody as { readonly error: unknown }).error; // set in a generator, which the compiler does not follow
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
    const object = await head(key);
    if (object === null) throw new StorageAnswerInvalid('S3 has not what it said that it had stored.', 'PutObject');
    return object;
  };

  const read = async (key: string, signal?: AbortSignal): Promise<Readable> => {
    assertObjectKey(key);
    return ask(async () => {
      const options = signal === undefined ? {} : { abortSignal: signal };
      const { Body: body, ETag: tag } = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: key }), options)
        .catch((error: unknown) => {
          throw saysMissing(error) ? new ObjectMissing(key) : error;
        });
      if (!(body instanceof Readable) || tag === undefined)
        throw new StorageAnswerInvalid('S3 answered no object.', 'GetObject');
      return relay(body, signal);
    }, signal);
  };

  async function* list(prefix: string): AsyncIterable<StoredObject> {
    let token: string | undefined;
    do {
      const page = await ask(() =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })),
      );
      for (const { Key: key, Size: sizeBytes, LastModified: modifiedAt } of page.Contents ?? []) {
        if (key === undefined || !isObjectKey(key)) continue;
        if (sizeBytes !== undefined && modifiedAt !== undefined) yield { key, sizeBytes, modifiedAt };
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  return {
    kind: 's3',
    put,
    putFile: (key, path) => put(key, createReadStream(path)),
    read,
    getFile: async (key, path, signal) => {
      await onDisk(() => rm(path, { force: true }));
      const body = await read(key, signal);
      await onDisk(async () => {
        await pipeline(body, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      }).catch(async (error: unknown) => {
        body.destroy();
        await rm(path, { force: true }).catch(() => {});
        signal?.throwIfAborted();
        throw error;
      });
    },
    head: (key) => head(key),
    delete: async (key) => {
      assertObjectKey(key);
      await ask(() =>
        client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
          if (!saysMissing(error)) throw error;
        }),
      );
    },
    list: (prefix) => {
      assertKeyPrefix(prefix);
      return list(prefix);
    },
    ...urls,
    check: async () => {
      await ask(() => client.send(new HeadBucketCommand({ Bucket: bucket })));
    },
    close: async () => {
      client.destroy();
      publicClient.destroy();
    },
  };
}
