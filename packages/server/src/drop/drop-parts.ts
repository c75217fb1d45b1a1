import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ServerContext } from '../http/server-context.ts';
import type { ApiAnswer, DropApi } from './drop-api.ts';
import { type DropFolders, isThere, placeFile } from './drop-folders.ts';
import type { DropJournal, DropTask } from './drop-journal.ts';

/** What the tasks of a drop share. */
export interface DropParts {
  readonly api: DropApi;
  readonly server: Pick<ServerContext, 'state' | 'store' | 'log' | 'clock'>;
  readonly folders: DropFolders;
  readonly journal: DropJournal;
}

/** `october` of `october.xlsx`. */
export const stemOf = ({ name }: DropTask): string => parse(name).name;

/** Whether the same call may succeed at a later look: the server says so, or another one is pending. */
export const isForLater = ({ status, json }: ApiAnswer): boolean =>
  json.retryable === true || status === 401 || json.code === 'workflow_pending' || json.code === 'ingestion_pending';

const isFault = (value: unknown): value is { readonly detail: string } =>
  typeof value === 'object' && value !== null && 'detail' in value && typeof value.detail === 'string';

/** What is wrong, in sentences. */
export function messagesOf({ json }: ApiAnswer): readonly string[] {
  const faults = Array.isArray(json.errors) ? json.errors.filter(isFault).map(({ detail }) => detail) : [];
  return faults.length > 0 ? faults : [String(json.detail ?? 'It was refused.')];
}

/** Moves the dropped file itself out of the way, once. */
export async function putAway(task: DropTask, { journal, folders }: DropParts): Promise<void> {
  if (task.isPutAway) return;
  const file = journal.pathOf(task);
  // It may have been put away, and only the note of it be missing.
  if (await isThere(file)) {
    await placeFile(
      file,
      folders.done,
      task.name,
      async (name) => {
        task.doneName = name;
        await journal.save(task);
      },
      task.doneName,
    );
  }
  task.isPutAway = true;
  await journal.save(task);
}

/** Where an output goes, and how it is remembered under which name it went there. */
export interface Output {
  readonly folder: string;
  readonly name: string;
  readonly wasPlaced: string | null;
  readonly onChosen: (name: string) => void;
}

async function place(task: DropTask, draft: string, output: Output, { journal }: DropParts): Promise<void> {
  const onChosen = async (name: string) => {
    output.onChosen(name);
    await journal.save(task);
  };
  await placeFile(draft, output.folder, output.name, onChosen, output.wasPlaced);
}

/** Writes a text as an output file: whole, and over nothing. */
export async function putText(task: DropTask, text: string, output: Output, parts: DropParts): Promise<void> {
  const draft = parts.journal.pathOf(task, 'output.draft');
  await writeFile(draft, text);
  await place(task, draft, output, parts);
}

/** Brings an object as an output file. It is copied: what people do with their file must not change the object. */
export async function putObject(task: DropTask, key: string, output: Output, parts: DropParts): Promise<void> {
  const draft = parts.journal.pathOf(task, 'output.draft');
  await pipeline(await parts.server.store.read(key), createWriteStream(draft));
  await place(task, draft, output, parts);
}
