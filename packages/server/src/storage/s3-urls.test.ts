import { S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { createS3Urls } from './s3-urls.ts';
import { StorageUnavailable } from './storage-failure.ts';

it('credentials that cannot be had are the storage away, and no fault of ours', async () => {
  let areThere = true;
  const credentials = async () => {
    // As the SDK says it when the role of a machine does not answer.
    if (!areThere) throw Object.assign(new Error('none'), { name: 'CredentialsProviderError' });
    return { accessKeyId: 'id', secretAccessKey: 'secret', expiration: new Date(0) };
  };
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    forcePathStyle: true,
    credentials,
  });
  const source = { client, publicClient: client, bucket: 'milaan', nowMs: Date.now };
  const urls = await createS3Urls(source);
  const expiresAt = new Date(Date.now() + 60_000);
  expect(await urls.uploadUrl('uploads/a', { expiresAt })).toContain('/milaan/uploads/a?');
  areThere = false;
  await expect(urls.uploadUrl('uploads/a', { expiresAt })).rejects.toThrow(StorageUnavailable);
  const file = { expiresAt, fileName: 'a.csv', contentType: 'text/csv' };
  await expect(urls.downloadUrl('results/a', file)).rejects.toThrow(StorageUnavailable);
  await expect(createS3Urls(source)).rejects.toThrow(StorageUnavailable);
  client.destroy();
});
