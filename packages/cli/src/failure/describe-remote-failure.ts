import type { MilaanError } from '@milaan/client';
import { EXIT_CODES } from './exit-codes.ts';
import type { Failure } from './failure.ts';

/** Whose fault it is: the command line's, the input's, or the server's. */
function exitCodeOf(status: number | null): number {
  if (status === 400 || status === 401) return EXIT_CODES.usage;
  return status === 402 || status === 409 ? EXIT_CODES.inputRefused : EXIT_CODES.failed;
}

/** What a person is told of a call to a server that failed. */
export function describeRemoteFailure({
  code,
  detail,
  status,
  requestId,
  errors,
  docsUrl,
  attempts,
  operation,
}: MilaanError): Failure {
  const others =
    errors.length > 1 ? errors.map((fault) => `  ${fault.pointer ?? fault.param ?? ''} ${fault.detail}`) : [];
  const tries = attempts.length > 1 ? [`It was tried ${attempts.length} times.`] : [];
  const unreached =
    code === 'connection_failed' ? ['Is the server running, and does --url, or MILAAN_URL, lead to it?'] : [];
  // A server keeps what became of a request under the workspace whose token or secret came with it.
  const isNobodys = status === null || (status === 401 && code !== 'scope_insufficient');
  const canAsk = !isNobodys && operation !== 'getRequest';
  const where = [
    ...(requestId === null ? [] : [`Request id: ${requestId}`]),
    ...(requestId === null || !canAsk ? [] : [`What became of it: milaan requests ${requestId}`]),
    ...(docsUrl === null ? [] : [`More: ${docsUrl}`]),
  ];
  const hint = [...others, ...tries, ...unreached, ...where].join('\n');
  const failure = { code: code ?? `status_${status}`, message: detail, exitCode: exitCodeOf(status) };
  return hint === '' ? failure : { ...failure, hint };
}
