import { LIMITS, type Problem, problem } from '@milaan/contract';
import type { UploadedObject } from '../../state/trigger-facts.ts';
import type { MaybeLater } from '../maybe-later.ts';
import type { ServerContext } from '../server-context.ts';

/** A file as the caller names it. */
export interface NamedFile {
  readonly s3FileUrl: string;
  readonly userFileName: string;
}

export interface UploadedFile {
  readonly upload: UploadedObject;
  readonly fileName: string;
}

type FileProblem = Problem<'resource_missing' | 'file_not_uploaded'>;

/**
 * The upload behind a URL. One of another workspace is as unknown as one that never was.
 * @returns what is wrong with it: no such upload, or nothing uploaded to it
 */
export async function findUploadedFile(
  { s3FileUrl, userFileName }: NamedFile,
  param: string,
  { store }: Pick<ServerContext, 'store'>,
  findUpload: (objectKey: string) => MaybeLater<UploadedObject | undefined>,
): Promise<UploadedFile | FileProblem> {
  const key = store.keyOfUrl(s3FileUrl);
  const upload = key === null ? undefined : await findUpload(key);
  if (upload === undefined) return problem('resource_missing', { metadata: { param } });
  if ((await store.head(upload.objectKey)) === null) {
    return problem('file_not_uploaded', { param, metadata: { param } });
  }
  return { upload, fileName: userFileName };
}

const pointerOf = (param: string): string => `/${param.replaceAll(/\[(\d+)\]/g, '/$1').replaceAll('.', '/')}`;

/** One answer for all files that cannot be taken; what can only be mended in the request comes first. */
export function refusalOfFiles(problems: readonly [FileProblem, ...FileProblem[]]): FileProblem {
  const first = problems.find(({ code }) => code === 'resource_missing') ?? problems[0];
  const faultCount = problems.length;
  const more = faultCount > 1 ? ` The request has ${faultCount} faults; errors lists them.` : '';
  return {
    ...first,
    detail: `${first.detail}${more}`,
    errors: problems.slice(0, LIMITS.faults).map(({ code, detail, param }) => ({
      code,
      detail,
      param,
      pointer: param === null ? null : pointerOf(param),
    })),
    metadata: { ...first.metadata, faultCount },
  };
}
