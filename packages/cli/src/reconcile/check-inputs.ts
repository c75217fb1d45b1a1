import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { InputRefused } from '@milaan/formats';
import { UsageError } from '../failure/usage-error.ts';

interface Input {
  readonly path: string;
  readonly realPath: string;
  readonly bytes: number;
}

async function checkReadable(flag: string, path: string, isFolderAllowed = false): Promise<Input> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) throw new UsageError(`${flag} ${path} does not exist.`);
  if (stats.isDirectory() && !isFolderAllowed)
    throw new UsageError(`${flag} ${path} is a folder.`, 'Name the files in it.');
  if (!stats.isDirectory() && !stats.isFile()) throw new UsageError(`${flag} ${path} is not a file.`);
  await access(path, constants.R_OK).catch(() => {
    throw new InputRefused('FILE_UNREADABLE', path, 'You may not read this file.');
  });
  return { path, realPath: await realpath(path), bytes: stats.size };
}

async function contentDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A copy of a register under another name would double every amount. @throws InputRefused */
async function checkCopies(inputs: readonly Input[]): Promise<void> {
  const bySize = new Map<number, Input[]>();
  for (const input of inputs) bySize.set(input.bytes, [...(bySize.get(input.bytes) ?? []), input]);
  const suspects = [...bySize.values()].filter((sameSize) => sameSize.length > 1 && sameSize[0]?.bytes !== 0).flat();
  const seen = new Map<string, string>();
  for (const { path } of suspects) {
    const digest = await contentDigest(path);
    const earlier = seen.get(digest);
    if (earlier !== undefined)
      throw new InputRefused('FILE_TWICE', path, `${path} is a copy of ${earlier}: its bills would count twice.`, {
        hint: 'Name only one of them.',
      });
    seen.set(digest, path);
  }
}

function checkTwice(flag: string, inputs: readonly Input[]): void {
  const seen = new Map<string, string>();
  for (const { path, realPath } of inputs) {
    const earlier = seen.get(realPath);
    if (earlier !== undefined) throw new UsageError(`${flag} names ${path} twice.`, 'Its bills would count twice.');
    seen.set(realPath, path);
  }
}

async function checkAll(flag: string, paths: readonly string[], areFoldersAllowed = false): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) inputs.push(await checkReadable(flag, path, areFoldersAllowed));
  checkTwice(flag, inputs);
  return inputs;
}

/** @throws UsageError, InputRefused */
export async function checkFiles(flag: string, paths: readonly string[], areFoldersAllowed = false): Promise<void> {
  await checkAll(flag, paths, areFoldersAllowed);
}

/** Finds out before any work whether the files can be read at all. @throws UsageError, InputRefused */
export async function checkInputs(inputs: {
  readonly purchases: readonly string[];
  readonly portal: readonly string[];
  readonly mappingPath?: string;
}): Promise<void> {
  const purchases = await checkAll('--purchases', inputs.purchases);
  await checkAll('--portal', inputs.portal, true);
  if (inputs.mappingPath !== undefined) await checkFiles('--mapping', [inputs.mappingPath]);
  await checkCopies(purchases);
}
