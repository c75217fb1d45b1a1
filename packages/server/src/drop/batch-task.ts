import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { LIMITS } from '@milaan/contract';
import { readIngestion } from '../state/ingestions.ts';
import type { DropTask } from './drop-journal.ts';
import { type DropParts, isForLater, messagesOf, putAway, putObject, putText, stemOf } from './drop-parts.ts';
import { REST_MS } from './stable-files.ts';

const FORMS: Readonly<Record<string, string>> = { '.xlsx': 'XLSX', '.xls': 'XLS', '.json': 'JSON', '.zip': 'ZIP' };

/** File systems allow what the API does not. */
const nameFor = (name: string): string =>
  Buffer.from(name)
    .toString()
    .replace(/\p{Cc}/gu, '_')
    .slice(0, LIMITS.fileNameLength);

async function upload(task: DropTask, { api, server, journal }: DropParts): Promise<void> {
  const path = `/integration/v1/generatePreSign/purchase?fileName=${encodeURIComponent(nameFor(task.name))}`;
  const form = FORMS[extname(task.name).toLowerCase()] ?? 'CSV';
  const { status, json } = await api.call('GET', path, { headers: { filecontenttype: form } });
  const url = String(json.preSignedS3Url);
  const key = server.store.keyOfUrl(url);
  if (status !== 200 || key === null) return;
  await server.store.put(key, createReadStream(journal.pathOf(task)));
  task.fileUrl = url;
  await journal.save(task);
}

const errorOutput = (task: DropTask, { folders }: DropParts) => ({
  folder: folders.uploadError,
  name: `${stemOf(task)}.errors.csv`,
  wasPlaced: task.errorName,
  onChosen: (name: string) => {
    task.errorName = name;
  },
});

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A file that was refused as a whole. */
const refusalText = ({ name }: DropTask, messages: readonly string[]): string =>
  `File,No. of Errors,Error Message\r\n${quote(name)},${messages.length},${quote(messages.join(' '))}\r\n`;

/** One that was written on after it was taken rests again, here: the triggers behind it wait for it. */
async function mustRest(task: DropTask, { server, journal }: DropParts): Promise<boolean> {
  const nowMs = server.clock.nowMs();
  if (await journal.hasGrown(task)) await journal.takeAgain(task, nowMs + REST_MS);
  return nowMs < task.restsUntilMs;
}

/**
 * Goes on with a purchase register or portal file as far as it goes now: uploads it, has it ingested, and writes what was
 * refused of it. @returns whether it has ended
 */
export async function advanceBatch(task: DropTask, parts: DropParts): Promise<boolean> {
  const { api, server, journal } = parts;
  if (task.fileUrl === null && (await mustRest(task, parts))) return false;
  if (task.fileUrl === null) await upload(task, parts);
  if (task.fileUrl === null) return false;
  if (task.activityId === null) {
    const body = { userInputArgs: {}, fileInfo: { s3FileUrl: task.fileUrl, userFileName: nameFor(task.name) } };
    const answer = await api.call('POST', '/integration/v1/ingest/file/purchase', {
      body,
      key: `drop-${task.id}-${task.attempt}`,
    });
    if (answer.status !== 201) {
      if (isForLater(answer)) return false;
      await putAway(task, parts);
      await putText(task, refusalText(task, messagesOf(answer)), errorOutput(task, parts), parts);
      return true;
    }
    task.activityId = String(answer.json.activityId);
    await journal.save(task);
  }
  const { endedAt, fileError, error } = await readIngestion(server.state.db, task.activityId);
  if (endedAt === null) return false;
  // Whole it replaces what was taken in of it.
  if (await mustRest(task, parts)) return false;
  await putAway(task, parts);
  if (fileError !== null && fileError.errorObjectKey !== null) {
    await putObject(task, fileError.errorObjectKey, errorOutput(task, parts), parts);
  } else if (error !== null) {
    await putText(task, refusalText(task, [error.detail]), errorOutput(task, parts), parts);
  }
  return true;
}
