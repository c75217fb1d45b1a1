import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { contentDisposition } from './content-disposition.ts';
import { assertObjectKey, isObjectKey } from './object-key.ts';
import type { DownloadOptions, ObjectStore } from './object-store.ts';
import { failureOf } from './s3-failure.ts';

interface S3UrlSource {
  readonly client: S3Client;
  /** Signs for the address that callers see. */
  readonly publicClient: S3Client;
  readonly bucket: string;
  readonly nowMs: () => number;
}

const SAMPLE_KEY = 'x';

/** Signing asks nobody but whoever has the credentials, which may be away as S3 itself. @throws StorageFailure */
const signed = (url: Promise<string>): Promise<string> =>
  url.catch((error: unknown) => {
    throw failureOf(error);
  });

/** Presigned URLs of S3. Upload and download then bypass this server. */
export async function createS3Urls(
  source: S3UrlSource,
): Promise<Pick<ObjectStore, 'uploadUrl' | 'downloadUrl' | 'keyOfUrl'>> {
  const { client, publicClient, bucket, nowMs } = source;
  const timesOf = (expiresAt: Date) => ({
    signingDate: new Date(nowMs()),
    expiresIn: Math.max(1, Math.ceil((expiresAt.getTime() - nowMs()) / 1000)),
  });
  const uploadUrl = (key: string, expiresAt: Date, by = publicClient): Promise<string> => {
    assertObjectKey(key);
    // Neither the type nor the length is signed: connectors send what they like, and whoever reads the object checks both.
    return signed(getSignedUrl(by, new PutObjectCommand({ Bucket: bucket, Key: key }), timesOf(expiresAt)));
  };
  const downloadUrl = (key: string, { expiresAt, fileName, contentType }: DownloadOptions): Promise<string> => {
    assertObjectKey(key);
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentDisposition: contentDisposition(fileName),
      ResponseContentType: contentType,
    });
    return signed(getSignedUrl(publicClient, command, timesOf(expiresAt)));
  };

  /** What stands before the key in a URL of that client. */
  const baseOf = async (by: S3Client): Promise<string> => {
    const { origin, pathname } = new URL(await uploadUrl(SAMPLE_KEY, new Date(nowMs() + 1000), by));
    return `${origin}${pathname.slice(0, -SAMPLE_KEY.length)}`;
  };
  const bases = [await baseOf(publicClient), await baseOf(client)];

  return {
    uploadUrl: (key, { expiresAt }) => uploadUrl(key, expiresAt),
    downloadUrl,
    keyOfUrl: (url) => {
      if (!URL.canParse(url)) return null;
      const { origin, pathname } = new URL(url);
      const base = bases.find((one) => `${origin}${pathname}`.startsWith(one));
      const key = base === undefined ? '' : `${origin}${pathname}`.slice(base.length);
      return isObjectKey(key) ? key : null;
    },
  };
}
