import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { InputRefused } from '@milaan/formats';
import { UsageError } from '../failure/usage-error.ts';

interface Input {
  readonly path: string;
  readonly realPath: string;
}

async function checkReadable(flag: string, path: string, isFolderAllowed: boolean): Promise<Input> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) throw new UsageError(`${flag} ${path} does not exist.`);
  if (stats.isDirectory() && !isFolderAllowed)
    throw new UsageError(`${flag} ${path} is a folder.`, 'Name the files in it.');
  if (!stats.isDirectory() && !stats.isFile()) throw new UsageError(`${flag} ${path} is not a file.`);
  await access(path, constants.R_OK).catch(() => {
    throw new InputRefused('FILE_UNREADABLE', path, 'You may not read this file.');
  });
  return { path, realPath: await realpath(path) };
}

function checkTwice(flag: string, inputs: readonly Input[]): void {
  const seen = new Map<string, string>();
  for (const { path, realPath } of inputs) {
    const earlier = seen.get(realPath);
    if (earlier !== undefined) throw new UsageError(`${flag} names ${path} twice.`, 'Its bills would count twice.');
    seen.set(realPath, path);
  }
}

/** Finds out before any work whether the files can be there at all. @throws UsageError */
export async function checkInputs(inputs: {
  readonly purchases: readonly string[];
  readonly portal: readonly string[];
  readonly mappingPath?: string;
}): Promise<void> {
  const purchases = [];
  for (const path of inputs.purchases) purchases.push(await checkReadable('--purchases', path, false));
  const portal = [];
  for (const path of inputs.portal) portal.push(await checkReadable('--portal', path, true));
  checkTwice('--purchases', purchases);
  checkTwice('--portal', portal);
  if (inputs.mappingPath !== undefined) await checkReadable('--mapping', inputs.mappingPath, false);
}
