import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createRejectedTables, InputRefused, isOtherKind, tellContainer, writeRejectedRows } from '@milaan/formats';
import { type Database, joinSides } from '@milaan/pipeline';
import { type IngestedPortal, ingestPortal } from './ingest-portal.ts';
import { type Ingested, ingestRegister } from './ingest-register.ts';
import { type JobContext, readOne } from './job-context.ts';
import type { IngestFileInput, IngestFileOutput } from './job-contracts.ts';
import { onDatabase } from './on-database.ts';
import { sqlText } from './sql-text.ts';
import { threadsFor } from './threads-for.ts';
import { uploadHintOf, uploadMessageSql } from './upload-hints.ts';

/** The words of `readPortal` when a ZIP holds statements, but none that was asked for. */
const EVERY_RETURN_LEFT_OUT = /every return in it was left out/;

const REJECTED_NAME = 'rejected-rows.csv';

/**
 * Takes in one file, told from its content: a purchase register, or portal data (several returns in one ZIP). Writes a
 * segment for each registration or return, and a CSV of what could not be taken.
 * @throws InputRefused in the caller's words for the file
 */
export async function ingestFile(input: IngestFileInput, context: JobContext): Promise<IngestFileOutput> {
  const threads = await threadsFor([input.path], input.threads);
  return onDatabase({ ...input, threads }, context.signal, (database, tempFolder) =>
    ingestInto(database, input, tempFolder, context).catch((error: unknown) => {
      throw error instanceof InputRefused ? refusalFor(error, input) : error;
    }),
  );
}

async function ingestInto(
  database: Database,
  input: IngestFileInput,
  tempFolder: string,
  context: JobContext,
): Promise<IngestFileOutput> {
  const portal = await tryPortal(database, input, tempFolder, context);
  if (portal === null) {
    if (input.expects === 'PORTAL') throw refuseKind(input, 'It is not a GSTR-2B or GSTR-2A.');
    const ingested = await ingestRegister(database.main, input, tempFolder, context);
    return finish(database.main, input, 'BOOKS', ingested);
  }
  if (input.expects === 'BOOKS') throw refuseKind(input, 'It is portal data, not a purchase register.');
  await createRejectedTables(database.main);
  await joinSides(database.main);
  for (const { path, reason } of portal.foreign) await rejectReturn(database.main, path, reason);
  return finish(database.main, input, 'PORTAL', portal);
}

/** Null when the file is something else. Text is never portal data, and is not looked at twice. */
async function tryPortal(
  database: Database,
  input: IngestFileInput,
  tempFolder: string,
  context: JobContext,
): Promise<IngestedPortal | null> {
  const container = await tellContainer(input.path);
  if (container === 'TEXT') return null;
  try {
    return await ingestPortal(database.second, input, tempFolder, context);
  } catch (error) {
    if (!(error instanceof InputRefused) || !isOtherKind(error)) throw error;
    if (container !== 'ARCHIVE') return null;
    if (EVERY_RETURN_LEFT_OUT.test(error.message)) throw error;
    throw new InputRefused(
      'FILE_KIND_UNSUPPORTED',
      input.path,
      `${input.path} is a ZIP without a GSTR-2B or GSTR-2A.`,
      {
        hint: 'Upload purchase registers on their own, not in a ZIP.',
        cause: error,
      },
    );
  }
}

const refuseKind = ({ path }: IngestFileInput, message: string): InputRefused =>
  new InputRefused('FILE_NOT_RECOGNISED', path, message, { hint: 'Upload it as what it is.' });

/** A whole return that is not taken is one row of the list. */
const rejectReturn = (connection: DuckDBConnection, path: string, reason: string) =>
  connection.run(
    `INSERT INTO rejected_row (file_no, file, row_no, error_count, error_message, cells)
     VALUES (1000000, ${sqlText(path)}, 0, 1, ${sqlText(`${reason}.`)}, [])`,
  );

/** Files are shown under the name that their owner knows. */
async function finish(
  connection: DuckDBConnection,
  input: IngestFileInput,
  side: 'BOOKS' | 'PORTAL',
  { segments, stats, warnings }: Ingested,
): Promise<IngestFileOutput> {
  const rejectedRows = Number(await readOne(connection, 'SELECT count(*) FROM rejected_row'));
  const path = join(input.outFolder, REJECTED_NAME);
  if (rejectedRows > 0) {
    const named = (column: string) => `replace(${column}, ${sqlText(input.path)}, ${sqlText(input.fileName)})`;
    await connection.run(
      `UPDATE rejected_row SET file = ${named('file')}, error_message = ${uploadMessageSql(named('error_message'))}`,
    );
    await writeRejectedRows(connection, path);
  }
  return {
    side,
    segments,
    stats,
    rejectedRows,
    rejectedPath: rejectedRows > 0 ? path : null,
    warnings: warnings.map((warning) => warning.replaceAll(input.path, input.fileName)),
  };
}

const refusalFor = (error: InputRefused, { path, fileName }: IngestFileInput): InputRefused => {
  const inWords = (text: string): string => text.replaceAll(path, fileName);
  const hint = uploadHintOf(error);
  return new InputRefused(error.code, inWords(error.file), inWords(error.message), {
    ...(hint === undefined ? {} : { hint: inWords(hint) }),
    cause: error,
  });
};
