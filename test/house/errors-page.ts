import { ERRORS, type ErrorEntry, STATUSES } from '../../packages/contract/src/index.ts';

/** Rows as a table of Markdown, its columns as wide as their widest cell. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length), 3));
  const lineOf = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)).join(' | ')} |`;
  const rule = lineOf(widths.map((width) => '-'.repeat(width)));
  return [lineOf(head), rule, ...rows.slice(1).map(lineOf)].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function retryOf({ retryable, hasRetryAfter }: ErrorEntry): string {
  if (!retryable) return 'no';
  return hasRetryAfter ? 'after `Retry-After`' : 'yes';
}

const statusRows = Object.entries(STATUSES).map(([status, { name, when, retry }]) => [status, name, when, retry]);

/** The codes of one status, each with what to do. */
const sectionOf = (status: string): string => {
  const codes = Object.entries<ErrorEntry>(ERRORS).filter(([, entry]) => String(entry.status) === status);
  const rows = codes.map(([code, entry]) => [`\`${code}\``, cell(entry.title), retryOf(entry), cell(entry.doc)]);
  const { name } = STATUSES[Number(status) as keyof typeof STATUSES]; // the keys are numbers, which Object.entries forgets
  return `## ${status} ${name}\n\n${tableOf([['Code', 'Title', 'Retry', 'When, and what to do'], ...rows])}`;
};

/** The page of the Error Code Master, from the registry by which the server answers. */
export const errorsPage = (): string =>
  [
    '# The Error Code Master',
    'Every answer of the API has one of these statuses and no other, whatever is sent to it. An error is JSON ' +
      '(`application/problem+json`, RFC 9457) and always has the same members; `code` is what a program looks at, and ' +
      'it is never renamed. A server lists its own master at `GET /integration/v1/errorCodes`.',
    tableOf([['Status', 'Name', 'When', 'Retry'], ...statusRows]),
    'Whether to try again is said by the answer itself: `X-Should-Retry` on every error, `Retry-After` in whole seconds ' +
      'where waiting helps. Who waits that long, and alone, succeeds. With the token of a sandbox client the header ' +
      '`x-milaan-simulate: <code>` makes any operation answer with that code. `instance` is an address that says ' +
      '[what became of the request](api.md#what-became-of-a-request) for 30 days.',
    ...Object.keys(STATUSES)
      .filter((status) => status >= '400')
      .map(sectionOf),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
