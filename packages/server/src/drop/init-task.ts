import { readFile } from 'node:fs/promises';
import type { Workflow } from '../state/tables/workflow-tables.ts';
import { findWorkflow } from '../state/workflows.ts';
import type { DropRow, DropTask } from './drop-journal.ts';
import {
  type DropParts,
  isForLater,
  messagesOf,
  type Output,
  putAway,
  putObject,
  putText,
  stemOf,
} from './drop-parts.ts';
import { errorFileOf, InitFileRefused, readInitFile, triggerBodyOf } from './init-file.ts';

const ERRORS = 'errors.csv';

/** Where a row's output goes; the number of the row keeps those of one file apart. */
function outputOf(task: DropTask, row: DropRow, folder: string, name: string): Output {
  const isAlone = task.rows?.length === 1;
  return {
    folder,
    name: `${stemOf(task)}${isAlone ? '' : `-row${row.number}`}-${name}`,
    wasPlaced: row.placed[name] ?? null,
    onChosen: (chosen) => {
      row.placed[name] = chosen;
    },
  };
}

async function endRow(task: DropTask, row: DropRow, { journal }: DropParts): Promise<void> {
  row.isDone = true;
  await journal.save(task);
}

async function refuseRow(task: DropTask, row: DropRow, messages: readonly string[], parts: DropParts): Promise<void> {
  await putText(task, errorFileOf(row, messages), outputOf(task, row, parts.folders.generationError, ERRORS), parts);
  await endRow(task, row, parts);
}

/** What a reconciliation made, and where its files belong. */
async function bringResults(task: DropTask, row: DropRow, { resultKeys }: Workflow, parts: DropParts): Promise<void> {
  const { reconResult, vendorFile } = parts.folders;
  const wanted = [
    ['results.jsonl.gz', reconResult],
    ['report.xlsx', reconResult],
    ['suppliers.jsonl.gz', vendorFile],
  ] as const;
  for (const [name, folder] of wanted) {
    const key = resultKeys?.[name];
    if (key !== undefined) await putObject(task, key, outputOf(task, row, folder, name), parts);
  }
  await endRow(task, row, parts);
}

async function trigger(task: DropTask, row: DropRow, parts: DropParts): Promise<void> {
  const key = `drop-${task.id}-${row.number}`;
  const answer = await parts.api.call('POST', '/integration/v1/maxItc/triggerWorkflow', {
    body: triggerBodyOf(row),
    key,
  });
  if (answer.status === 201) {
    row.workflowId = String(answer.json.workflowId);
    await parts.journal.save(task);
  } else if (!isForLater(answer)) await refuseRow(task, row, messagesOf(answer), parts);
}

async function followUp(task: DropTask, row: DropRow, id: string, parts: DropParts): Promise<void> {
  const { api, server } = parts;
  const workflow = await findWorkflow(server.state.db, { workspaceId: api.workspaceId, id });
  if (workflow === undefined) return refuseRow(task, row, ['Its workflow is not there any more.'], parts);
  if (workflow.endedAt === null) return;
  if (workflow.status === 'WORKFLOW_COMPLETED') return bringResults(task, row, workflow, parts);
  await refuseRow(task, row, [workflow.error?.detail ?? 'The workflow failed.'], parts);
}

/** Reads the file once. @returns false when it cannot be read, which its sender is told */
async function readRows(task: DropTask, parts: DropParts): Promise<boolean> {
  if (task.rows !== null) return true;
  try {
    const rows = readInitFile(await readFile(parts.journal.pathOf(task), 'utf8'));
    task.rows = rows.map((row) => ({
      number: row.number,
      cells: { ...row.cells },
      workflowId: null,
      isDone: false,
      placed: {},
    }));
    await parts.journal.save(task);
    return true;
  } catch (error) {
    if (!(error instanceof InitFileRefused)) throw error;
    const output: Output = {
      folder: parts.folders.generationError,
      name: `${stemOf(task)}-${ERRORS}`,
      wasPlaced: task.errorName,
      onChosen: (name) => {
        task.errorName = name;
      },
    };
    const text = `File,No. of Errors,Error Message\r\n"${task.name.replaceAll('"', '""')}",1,"${error.message.replaceAll('"', '""')}"\r\n`;
    await putText(task, text, output, parts);
    await putAway(task, parts);
    return false;
  }
}

/**
 * Goes on with the triggers of a file as far as they go now. None begins while `mustWait`: a register that was dropped
 * before them is still being taken in. @returns whether all have ended
 */
export async function advanceInit(task: DropTask, mustWait: boolean, parts: DropParts): Promise<boolean> {
  if (!(await readRows(task, parts))) return true;
  await putAway(task, parts);
  for (const row of task.rows ?? []) {
    if (row.isDone) continue;
    if (row.workflowId === null && !mustWait) await trigger(task, row, parts);
    if (row.workflowId !== null && !row.isDone) await followUp(task, row, row.workflowId, parts);
  }
  return (task.rows ?? []).every(({ isDone }) => isDone);
}
