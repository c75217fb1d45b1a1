import { ERRORS, isErrorCode, STATUSES } from '@milaan/contract';
import type { DocPage } from './doc-page.ts';
import { type ApiDocument, type ApiOperation, type ApiParameter, openApiDocument } from './open-api-document.ts';
import { pageOf } from './read-pages.ts';
import { cell, formOf, type Schemas, schemaTable } from './schema-table.ts';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
}

const callsOf = ({ paths }: ApiDocument): readonly Call[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

const credentialsOf = ({ security }: ApiOperation, { components }: ApiDocument): string => {
  const names = security.flatMap((one) => Object.keys(one));
  if (names.length === 0) return 'None.';
  return names.map((name) => components.securitySchemes[name]?.description ?? name).join(' Or: ');
};

function parametersOf({ parameters }: ApiOperation, { components }: ApiDocument): readonly ApiParameter[] {
  return parameters.flatMap((one) => {
    if ('name' in one) return [one];
    return components.parameters[one.$ref.replace(/^.*\//, '')] ?? [];
  });
}

function parameterTable(operation: ApiOperation, document: ApiDocument, schemas: Schemas): string {
  const rows = parametersOf(operation, document).map(
    ({ name, in: place, required = false, description = '', schema }) =>
      `| \`${name}\` | ${place} | ${formOf(schema, schemas)} | ${required ? 'yes' : ''} | ${cell(description)} |`,
  );
  if (rows.length === 0) return 'None.';
  return ['| Name | In | Form | Required | Meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

const bodyOf = (content: NonNullable<ApiOperation['requestBody']>['content'], schemas: Schemas): string =>
  Object.entries(content)
    .map(([mediaType, { schema }]) => {
      const table = schema === undefined ? '' : schemaTable(schema, schemas);
      return `\`${mediaType}\`${table === '' ? '.' : `:\n\n${table}`}`;
    })
    .join('\n\n');

function successesOf({ responses }: ApiOperation, schemas: Schemas): string {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, { description, content = {} }]) =>
      `**${status}.** ${description}\n\n${bodyOf(content, schemas)}`.trim(),
    )
    .join('\n\n');
}

const codeList = (codes: readonly string[]): string =>
  codes
    .filter(isErrorCode)
    .map((code) => `- ${ERRORS[code].status} [\`${code}\`](../errors/${code}.md)`)
    .join('\n');

function operationPage({ method, path, operation }: Call, document: ApiDocument): DocPage {
  const schemas: Schemas = { named: document.components.schemas };
  const { operationId, summary, description, requestBody } = operation;
  const body =
    requestBody === undefined
      ? ''
      : `## Body\n\n${requestBody.description ?? ''}\n\n${bodyOf(requestBody.content, schemas)}\n\n`;
  const text = `# ${operationId}

<!-- asked: ${summary} over http api call endpoint -->
**${summary}.**

\`\`\`http
${method} ${path}
\`\`\`

${description}

Credentials: ${credentialsOf(operation, document)}

## Parameters

${parameterTable(operation, document, schemas)}

${body}## Success

${successesOf(operation, schemas)}

## Codes

It fails with one of these codes and no other.

${codeList(operation['x-error-codes'])}
`;
  return pageOf(`reference/${operationId}`, text);
}

/** The API reference as pages: the list of all calls, and one page for each. Made from the OpenAPI document. */
export function referencePages(): readonly DocPage[] {
  const document = openApiDocument();
  const calls = callsOf(document);
  const rows = calls.map(
    ({ method, path, operation: { operationId, summary } }) =>
      `| [${operationId}](reference/${operationId}.md) | ${cell(summary)} | \`${method} ${path}\` |`,
  );
  const list = `# API reference

<!-- asked: list of all operations endpoints calls paths routes openapi swagger -->
Every call that this server answers, made from its OpenAPI document (\`/openapi.json\`).

${document.info.description}

## All operations

| Operation | What it does | Call |
| --- | --- | --- |
${rows.join('\n')}

## Statuses of success

${([200, 201] as const).map((status) => `- ${status} ${STATUSES[status].name}: ${STATUSES[status].when}`).join('\n')}

The statuses and codes of failure: [Error codes](errors.md).
`;
  return [pageOf('reference', list), ...calls.map((call) => operationPage(call, document))];
}
