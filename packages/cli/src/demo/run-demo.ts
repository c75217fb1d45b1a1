import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createMilaanClient, type MilaanClient, type UploadFile, type Workflow } from '@milaan/client';
import type { CliIo } from '../cli-io.ts';
import { creditTable, matchTypeTable, type OutcomeFigures } from '../reconcile/outcome-tables.ts';
import { untilAborted } from '../serve/until-aborted.ts';
import { createPaint } from '../terminal/colour.ts';
import { createProgress } from '../terminal/progress.ts';
import { formatDuration } from '../terminal/quantities.ts';
import { renderTable } from '../terminal/table.ts';
import { type DemoServer, startDemoServer } from './demo-server.ts';
import { type ProvokedError, provokeErrors } from './provoke-errors.ts';

export interface DemoRequest {
  readonly out: string;
  readonly port: number;
  readonly stays: boolean;
}

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));
const REGISTER = 'purchases-aug-to-oct-2026.csv';

/** What the made-up company asks for: its purchases of the year so far against the statements of two months. */
const ARGS = {
  pan: 'AAACA1111A',
  pullReturnPeriodStart: '092026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '042026',
  reconReturnPeriodEnd: '102026',
  reconType: 'MAX_ITC_2B_PR',
  // One of its registrations has no statement of September.
  allowMissingPeriods: true,
} as const;

/** Runs the main job through the API on a server of its own, and shows what came of it. */
export async function runDemo({ out, port, stays }: DemoRequest, io: CliIo): Promise<void> {
  io.signal.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'milaan-demo-'));
  try {
    const server = await startDemoServer(folder, port);
    try {
      await showDemo(server, out, io);
      if (stays) await stay(server, io);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function showDemo(server: DemoServer, out: string, io: CliIo): Promise<void> {
  const startedMs = io.monotonicMs();
  await mkdir(out, { recursive: true });
  await cp(SAMPLES, join(out, 'samples'), { recursive: true });
  io.stderr.write(
    `Milaan listens on ${server.url}. A made-up company with two registrations uploads its purchases of\n`,
  );
  io.stderr.write('August to October 2026 and its GSTR-2B, and has them reconciled.\n\n');
  const milaan = createMilaanClient({ baseUrl: server.url, clientSecret: server.liveSecret });
  const workflow = await reconcileSamples(milaan, io);
  const files = await fetchFiles(milaan, workflow, out);
  const errors = await provokeErrors(server, { fileList: [], userInputArgs: ARGS });
  const lines = [
    '',
    ...outcomeLines(workflow, io),
    '',
    ...fileLines(files, io.monotonicMs() - startedMs, io),
    '',
    ...errorLines(errors, io),
    '',
    `Next: open ${join(out, 'report.xlsx')}. To serve your own data: npx milaan serve. To try the API now: npm run demo -- --stay.`,
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

async function sampleFiles(): Promise<UploadFile[]> {
  const read = async (...path: string[]) => new Uint8Array(await readFile(join(SAMPLES, ...path)));
  const statements = (await readdir(join(SAMPLES, 'gstr2b'))).sort();
  return [
    { name: REGISTER, content: await read(REGISTER) },
    ...(await Promise.all(
      statements.map(async (name) => ({
        name,
        content: await read('gstr2b', name),
        templateType: 'gstr2b' as const,
      })),
    )),
  ];
}

async function reconcileSamples(milaan: MilaanClient, io: CliIo): Promise<Workflow> {
  const progress = createProgress(io, { quiet: false });
  let isUploaded = false;
  try {
    const { workflow } = await milaan.reconcile(await sampleFiles(), ARGS, {
      signal: io.signal,
      onProgress: (news) => {
        if (news.stage === 'uploading') {
          const { uploaded, files } = news;
          progress.update('uploads', { done: uploaded, fraction: uploaded / files });
          return;
        }
        if (!isUploaded) progress.finish('uploads');
        isUploaded = true;
        progress.update('workflow', { done: 0, ...progressOf(news.workflow) });
      },
    });
    progress.finish('workflow');
    return workflow;
  } finally {
    progress.stop();
  }
}

const STEPS: Readonly<Record<Workflow['status'], string>> = {
  WORKFLOW_CREATED: 'waiting',
  WORKFLOW_INGESTING: 'taking in the files',
  WORKFLOW_PULLING: 'looking for government data',
  WORKFLOW_RECONCILING: 'matching',
  WORKFLOW_COMPLETED: 'done',
  WORKFLOW_FAILED: 'failed',
};

function progressOf({ status, progress }: Workflow): { readonly step: string; readonly fraction?: number } {
  const step = STEPS[status];
  if (progress === null || progress.total === null || progress.total === 0) return { step };
  return { step, fraction: Math.min(1, progress.done / progress.total) };
}

interface FetchedFile {
  readonly path: string;
  readonly url: string;
}

/** Saves everything that the workflow links to. */
async function fetchFiles(milaan: MilaanClient, workflow: Workflow, out: string): Promise<FetchedFile[]> {
  const { reconResultsFileUrl, reconResultsVendorFileUrl, reportUrl } = workflow.reconStatus;
  const wanted: readonly (readonly [string, string | null])[] = [
    ['report.xlsx', reportUrl],
    ['results.jsonl.gz', reconResultsFileUrl],
    ['suppliers.jsonl.gz', reconResultsVendorFileUrl],
    ...workflow.fileErrors.map(
      ({ inputFileName, errorFileUrl }) => [`rejected rows of ${basename(inputFileName)}`, errorFileUrl] as const,
    ),
  ];
  const fetched: FetchedFile[] = [];
  for (const [name, url] of wanted) {
    if (url === null) continue;
    const path = join(out, name);
    await pipeline(Readable.from(milaan.download(url)), createWriteStream(path));
    fetched.push({ path, url });
  }
  return fetched;
}

function outcomeLines({ summary }: Workflow, io: CliIo): string[] {
  const paint = createPaint(io.stdout, io.env);
  // The contract leaves the summary open; a finished workflow of this server holds these figures.
  const figures = summary as unknown as OutcomeFigures;
  return [...matchTypeTable(figures, paint), '', ...creditTable(figures, paint)];
}

function fileLines(files: readonly FetchedFile[], elapsedMs: number, io: CliIo): string[] {
  const paint = createPaint(io.stdout, io.env);
  return [
    `${paint('bold', 'Files')} (${formatDuration(elapsedMs)} in all), fetched from signed URLs that need no token`,
    ...files.flatMap(({ path, url }) => [`  ${path}`, `    ${paint('dim', url)}`]),
  ];
}

function errorLines(errors: readonly ProvokedError[], io: CliIo): string[] {
  const paint = createPaint(io.stdout, io.env);
  const rows = errors.map(({ status, code, cause, isRetryable }) => [
    String(status),
    code,
    isRetryable ? 'yes' : 'no',
    cause,
  ]);
  const columns = ['Status', 'Code', 'Retry', 'Provoked by'].map((header) => ({ header, align: 'left' as const }));
  const first = errors[0] === undefined ? [] : ['', `Each explains itself, as the first: ${errors[0].detail}`];
  return [
    `${paint('bold', 'One answer of each class of the Error Code Master')}`,
    ...renderTable(columns, rows),
    ...first,
  ];
}

async function stay(server: DemoServer, io: CliIo): Promise<void> {
  io.stdout.write(
    [
      `The server stays at ${server.url} until Ctrl-C; its documents are at ${server.url}/docs.`,
      `Get a token:  curl ${server.url}/integration/v1/authz/token -H 'x-clear-client-secret: ${server.liveSecret}'`,
      '',
    ].join('\n'),
  );
  await untilAborted(io.signal);
}
