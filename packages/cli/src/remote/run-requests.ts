import type { RequestRecord } from '@milaan/client';
import type { CliIo } from '../cli-io.ts';
import { createPaint, type Paint } from '../terminal/colour.ts';
import { type RemoteFlags, remoteClient } from './remote-flags.ts';

type Row = readonly [label: string, text: string];

const WIDTH = 11;

const momentOf = ({ receivedAt, durationMs }: RequestRecord): string =>
  `${receivedAt.replace('T', ' ').replace('Z', ' UTC')}, answered after ${durationMs} ms`;

function answerOf({ status, code, title, retryable, retryAfterMs }: RequestRecord, paint: Paint): string {
  if (code === null) return paint('green', `${status}, it worked`);
  const wait = retryAfterMs === null ? '' : ` after ${Math.ceil(retryAfterMs / 1000)} s`;
  const again = retryable === true ? `the same request may succeed${wait}` : 'the same request fails again';
  return `${paint('red', `${status} ${code}`)}: ${title} (${again})`;
}

const unlessNull = (label: string, text: string | null): readonly Row[] => (text === null ? [] : [[label, text]]);

function rowsOf(request: RequestRecord, paint: Paint): readonly Row[] {
  const { requestId, method, path, operationId, errors, clientId, callerRequestId, originalRequest, type } = request;
  const faults = errors.map(({ code, pointer, param }) => `${pointer ?? param ?? 'the request'}  ${code}`);
  return [
    ['Request', requestId],
    ['Received', momentOf(request)],
    ['Call', `${method} ${path ?? ''} ${operationId === null ? '' : `(${operationId})`}`.trim()],
    ['Answer', answerOf(request, paint)],
    ...faults.map((fault, at): Row => [at === 0 ? 'At fault' : '', fault]),
    ...unlessNull('Client', clientId),
    ...unlessNull('Your id', callerRequestId),
    ...unlessNull('Answer of', originalRequest),
    ...(request.isSimulated ? [['Simulated', 'yes'] as const] : []),
    ...unlessNull('More', type),
  ];
}

/** Prints what became of a request. */
export async function runRequests(
  requestId: string,
  options: RemoteFlags & { readonly json?: true },
  io: CliIo,
): Promise<void> {
  const request = await remoteClient(options, io).getRequest({ requestId }, { signal: io.signal });
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(request, null, 2)}\n`);
    return;
  }
  const rows = rowsOf(request, createPaint(io.stdout, io.env));
  io.stdout.write(`${rows.map(([label, text]) => `${label.padEnd(WIDTH)}${text}`).join('\n')}\n`);
}
