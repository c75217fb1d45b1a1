import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../failure/usage-error.ts';
import { createPaint } from '../terminal/colour.ts';
import { renderTable } from '../terminal/table.ts';
import { type RemoteFlags, remoteClient } from './remote-flags.ts';

/** Explains one code, or lists all. The list is the server's own: it may be older or newer than this command. */
export async function runErrors(
  code: string | undefined,
  options: RemoteFlags & { readonly json?: true },
  io: CliIo,
): Promise<void> {
  const { codes } = await remoteClient(options, io, false).listErrorCodes({ signal: io.signal });
  const found = codes.filter((entry) => code === undefined || entry.code === code);
  if (found.length === 0)
    throw new UsageError(`The server has no code ${code}.`, 'milaan errors lists all that it has.');
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(code === undefined ? found : found[0], null, 2)}\n`);
    return;
  }
  const paint = createPaint(io.stdout, io.env);
  if (code === undefined) {
    const columns = ['Status', 'Code', 'Retry', 'Means'].map((header) => ({ header, align: 'left' as const }));
    const rows = found.map((entry) => [String(entry.status), entry.code, entry.retryable ? 'yes' : 'no', entry.title]);
    io.stdout.write(`${renderTable(columns, rows).join('\n')}\n`);
    return;
  }
  for (const { title, status, retryable, doc, docsUrl } of found) {
    const again = retryable ? 'the same request may succeed later' : 'the same request fails again';
    io.stdout.write(`${paint('bold', title)} (${status}; ${again})\n\n${doc}\n\n${docsUrl}\n`);
  }
}
