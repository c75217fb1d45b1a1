import {
  ERROR_CODES,
  ERRORS,
  type ErrorCode,
  type ErrorEntry,
  EXAMPLE_BASE_URL,
  EXAMPLE_REQUEST_ID,
  exampleProblem,
  type OperationContract,
  problemBody,
  SERVED_OPERATIONS,
  STATUSES,
} from '@milaan/contract';
import type { DocPage } from './doc-page.ts';
import { pageOf } from './read-pages.ts';

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

const retryOf = ({ retryable, hasRetryAfter }: ErrorEntry): string => {
  if (!retryable) return 'No. The same request will fail again until what is wrong is set right.';
  return hasRetryAfter
    ? 'Yes, after the seconds that `Retry-After` names.'
    : 'Yes, with growing pauses between the attempts.';
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The page of one code, made from its row of the registry. */
function errorPage(code: ErrorCode): DocPage {
  const entry: ErrorEntry = ERRORS[code];
  const body = problemBody(exampleProblem(code), { baseUrl: EXAMPLE_BASE_URL, requestId: EXAMPLE_REQUEST_ID });
  const operations = SERVED_OPERATIONS.filter(({ codes }) => codes.includes(code));
  return pageOf(
    `errors/${code}`,
    `# ${code}

<!-- asked: ${code.replaceAll('_', ' ')} ${entry.status} error code -->
**${entry.title}.** Status ${entry.status} ${STATUSES[entry.status].name}.

${entry.doc}

## Retry

${retryOf(entry)}

## Example

\`\`\`json
${JSON.stringify(body, null, 2)}
\`\`\`

## Operations

${listOf(operations)}

All codes: [Error codes](../errors.md).
`,
  );
}

const listOf = (operations: readonly OperationContract[]): string =>
  operations.length === 0
    ? 'None of its own: it comes from the layers in front of the operations.'
    : operations
        .map(({ operationId, summary }) => `- [${operationId}](../reference/${operationId}.md): ${summary}`)
        .join('\n');

/** The whole master as two tables, for the end of the page on errors. */
function errorTables(): string {
  const statuses = Object.entries(STATUSES).map(([status, { name, when, retry }]) =>
    row([`${status} ${name}`, when, retry]),
  );
  const codes = ERROR_CODES.map((code) => {
    const { status, title, retryable }: ErrorEntry = ERRORS[code];
    return row([`[\`${code}\`](errors/${code}.md)`, String(status), title, yesNo(retryable)]);
  });
  return `## Every status

An operation answers with one of these and no other.

${[row(['Status', 'When', 'Retry?']), row(['---', '---', '---']), ...statuses].join('\n')}

## Every code

${[row(['Code', 'Status', 'Title', 'Retryable']), row(['---', '---', '---', '---']), ...codes].join('\n')}
`;
}

const ALONE = `# Error codes

<!-- asked: error code master list which http status can the api return closed list -->
Every failure has one status of a closed list, one stable code, and one body ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)). Decide by \`code\`; \`detail\` is for people and may change. \`retryable\` says whether the same request may succeed later, \`Retry-After\` when.
`;

/** The page on errors: the written one, with the tables of the registry at its end where it lacks a code; and a page per code. */
export function errorPages(written: DocPage | undefined): readonly DocPage[] {
  const text = written === undefined ? pageOf('errors', ALONE) : written;
  const isComplete = ERROR_CODES.every((code) => text.markdown.includes(`\`${code}\``));
  const master = isComplete ? text : { ...text, markdown: `${text.markdown.trimEnd()}\n\n${errorTables()}` };
  return [master, ...ERROR_CODES.map(errorPage)];
}
