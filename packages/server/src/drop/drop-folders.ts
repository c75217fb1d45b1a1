import { constants } from 'node:fs';
import { copyFile, link, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of a drop. Files go in below INPUT and come out below OUTPUT, under the names that the Max ITC magnet has. */
export interface DropFolders {
  /** Purchase registers and portal files. */
  readonly batch: string;
  /** CSV files whose rows are triggers. */
  readonly init: string;
  /** What was taken in. */
  readonly done: string;
  readonly uploadError: string;
  readonly generationError: string;
  readonly reconResult: string;
  readonly vendorFile: string;
  /** What is under way; of nobody's concern. */
  readonly work: string;
}

export async function openDropFolders(root: string): Promise<DropFolders> {
  const folders: DropFolders = {
    batch: join(root, 'INPUT', 'BATCH'),
    init: join(root, 'INPUT', 'INIT'),
    done: join(root, 'INPUT', 'DONE'),
    uploadError: join(root, 'OUTPUT', 'UPLOAD_ERROR'),
    generationError: join(root, 'OUTPUT', 'GENERATION_ERROR'),
    reconResult: join(root, 'OUTPUT', 'RECON_RESULT'),
    vendorFile: join(root, 'OUTPUT', 'VENDOR_FILE'),
    work: join(root, '.milaan'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  return folders;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const sizeOf = (path: string): Promise<number> => stat(path).then(({ size }) => size);

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Gives a file a second name unless something has that name already. */
async function linkTo(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      // Some file systems have no links.
      return copyFile(from, to, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** `report.xlsx`, then `report (2).xlsx`. */
const numbered = (name: string, number: number): string => {
  const extension = /(?:\.(?:jsonl|tar))?\.[^.]*$/.exec(name)?.[0] ?? '';
  return number === 1 ? name : `${name.slice(0, name.length - extension.length)} (${number})${extension}`;
};

/**
 * Moves a file into a folder, under its name or, where that is taken, with a number. What is there is never replaced.
 * A move that was cut off is finished: `wasPlaced` is the name that it may have got.
 * @returns the name
 */
export async function placeFile(
  from: string,
  folder: string,
  name: string,
  onChosen: (name: string) => Promise<void> = async () => {},
  wasPlaced: string | null = null,
): Promise<string> {
  if (wasPlaced !== null) {
    const size = await sizeOf(join(folder, wasPlaced)).catch(() => null);
    if (size !== null && size === (await sizeOf(from))) {
      await rm(from, { force: true });
      return wasPlaced;
    }
  }
  for (let number = 1; ; number++) {
    const chosen = numbered(name, number);
    if (await isThere(join(folder, chosen))) continue;
    await onChosen(chosen);
    if (!(await linkTo(from, join(folder, chosen)))) continue;
    await rm(from, { force: true });
    return chosen;
  }
}
