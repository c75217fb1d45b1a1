import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { isThere } from './drop-folders.ts';

const Name = z.string().nullable().default(null);

const Row = z.strictObject({
  number: z.int(),
  cells: z.record(z.string(), z.string()),
  workflowId: z.string().nullable().default(null),
  isDone: z.boolean().default(false),
  /** Names that its results may have got already, by the name of the result. */
  placed: z.record(z.string(), z.string()).default({}),
});

const Task = z.strictObject({
  id: z.string(),
  kind: z.enum(['batch', 'init']),
  /** Of the file as it was dropped. */
  name: z.string(),
  /** Size and time of the file when it was taken. */
  facts: Name,
  /** How often it has been taken in: its sender may have written on. */
  attempt: z.int().default(1),
  /** Before this it is not taken in. */
  restsUntilMs: z.number().default(0),
  /** Where a batch file was uploaded to. */
  fileUrl: z.string().nullable().default(null),
  activityId: z.string().nullable().default(null),
  /** Names that the file and the list of its errors may have got already. */
  doneName: Name,
  errorName: Name,
  /** Whether the file itself is out of the work folder. */
  isPutAway: z.boolean().default(false),
  rows: z.array(Row).nullable().default(null),
});

/** One dropped file and how far it is: enough to go on after a crash. */
export type DropTask = z.output<typeof Task>;
export type DropRow = z.output<typeof Row>;

export interface DropJournal {
  /** Takes a file out of its folder. @returns null when it is not there any more */
  claim(kind: DropTask['kind'], folder: string, name: string, id: string): Promise<DropTask | null>;
  /** What is under way, the oldest first. */
  tasks(): Promise<DropTask[]>;
  save(task: DropTask): Promise<void>;
  remove(task: DropTask): Promise<void>;
  /** Begins with a file anew as it is now, once it has rested. */
  takeAgain(task: DropTask, restsUntilMs: number): Promise<void>;
  /** Whether the file has changed since it was taken: its sender had only paused, and writes on. */
  hasGrown(task: DropTask): Promise<boolean>;
  /** Whether the claim was cut off before the file was moved: it is still where it was dropped. */
  wasNeverClaimed(task: DropTask): Promise<boolean>;
  /** A path beside the task, for drafts too. */
  pathOf(task: Pick<DropTask, 'id'>, name?: string): string;
}

/** Of the dropped file in the folder of its task. */
const INPUT = 'input';
const STATE = 'task.json';

/** Size and time of a file, or null when it is not there. */
const factsOf = (path: string): Promise<string | null> =>
  stat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => null,
  );

export function createDropJournal(work: string): DropJournal {
  const pathOf: DropJournal['pathOf'] = ({ id }, name = INPUT) => join(work, id, name);
  const save = async (task: DropTask): Promise<void> => {
    const draft = pathOf(task, `${randomUUID()}.draft`);
    await writeFile(draft, JSON.stringify(task), { flush: true });
    await rename(draft, pathOf(task, STATE));
  };
  return {
    pathOf,
    save,
    async claim(kind, folder, name, id) {
      const task = Task.parse({ id, kind, name, facts: await factsOf(join(folder, name)) });
      await mkdir(join(work, id), { recursive: true });
      // The state first: a file whose claim was cut off is then in one place or the other, never in none.
      await save(task);
      try {
        await rename(join(folder, name), pathOf(task));
        return task;
      } catch (error) {
        await rm(join(work, id), { recursive: true, force: true });
        if (await isThere(join(folder, name))) throw error;
        return null;
      }
    },
    async tasks() {
      const tasks: DropTask[] = [];
      for (const id of (await readdir(work)).sort()) {
        const text = await readFile(join(work, id, STATE), 'utf8').catch(() => null);
        if (text !== null) tasks.push(Task.parse(JSON.parse(text)));
      }
      return tasks;
    },
    wasNeverClaimed: async (task) =>
      task.fileUrl === null && task.rows === null && task.doneName === null && !(await isThere(pathOf(task))),
    async hasGrown(task) {
      const facts = await factsOf(pathOf(task));
      return facts !== null && task.facts !== null && facts !== task.facts;
    },
    async takeAgain(task, restsUntilMs) {
      const facts = await factsOf(pathOf(task));
      Object.assign(task, { facts, restsUntilMs, attempt: task.attempt + 1, fileUrl: null, activityId: null });
      await save(task);
    },
    remove: (task) => rm(join(work, task.id), { recursive: true, force: true }),
  };
}
