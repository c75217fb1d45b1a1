import { ALL_OPERATIONS, createOpenApi, ERRORS, EXAMPLE_BASE_URL } from '@milaan/contract';
import { type DescribedOperation, methodLines, operationLines } from './generate-operations.ts';
import { type JsonSchema, typeOf, unionOf } from './type-of-schema.ts';

const HEADER = `/* Written by \`npm run client:types\` from the contract, and held equal to it by a test. Long, because it is the whole
   contract: every code, every resource, every call. */
// biome-ignore-all format: nobody edits this file
import type { ResultLine } from '../files/result-lines.ts';
import type { Pages } from '../pages/pages.ts';
import type { CallOptions } from '../settings/call-options.ts';
`;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<DescribedOperation, 'method' | 'path'>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** The contract leaves a result line open, since it is that of the results file, which has a type of its own here. */
const WRITTEN_BY_HAND: Readonly<Record<string, string>> = { ResultDocument: 'ResultLine' };

const ALL_CODES = Object.keys(ERRORS);

/** Names the list of all codes wherever it stands. */
const nameErrorCodes = (_: string, value: unknown): unknown => {
  const listed: unknown = Object(value).enum;
  const isAll =
    Array.isArray(listed) && listed.length === ALL_CODES.length && ALL_CODES.every((code) => listed.includes(code));
  return isAll ? { $ref: '#/components/schemas/ErrorCode', description: Object(value).description } : value;
};

const docOf = (text: unknown): string => (typeof text === 'string' ? `/** ${text.replaceAll('*/', '* /')} */\n` : '');

function schemaLines(schemas: Readonly<Record<string, JsonSchema>>): string {
  return Object.entries(schemas)
    .filter(([name]) => name !== 'ErrorCode')
    .map(([name, schema]) => {
      const type = WRITTEN_BY_HAND[name] ?? typeOf(schema, '');
      const isInterface = type.startsWith('{');
      return `${docOf(schema.description)}export ${isInterface ? `interface ${name} ${type}` : `type ${name} = ${type};`}\n`;
    })
    .join('\n');
}

const errorLines = (): string =>
  [
    '/** A code of the Error Code Master. Never renamed, never reused. */',
    `export type ErrorCode = keyof ErrorStatuses;\n`,
    '/** Which status each code comes with. */',
    'export interface ErrorStatuses {',
    ...Object.entries(ERRORS).map(([code, { status, title }]) => `  ${docOf(title)}  readonly ${code}: ${status};`),
    '}\n',
  ].join('\n');

/** The text of `generated/contract.ts`: the contract as types, and the table of calls that the client walks. */
export function generateContract(): string {
  const text = JSON.stringify(createOpenApi(EXAMPLE_BASE_URL, ALL_OPERATIONS));
  const document: Document = JSON.parse(text, nameErrorCodes);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
  const ids = unionOf(operations.map(({ operationId }) => `'${operationId}'`));
  return [
    HEADER,
    errorLines(),
    schemaLines(document.components.schemas),
    `/** The name of a call. */\nexport type OperationId = ${ids};\n`,
    ...operationLines(operations),
    ...methodLines(operations),
  ].join('\n');
}
