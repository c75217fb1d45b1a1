import { type JsonSchema, memberName, typeOf, unionOf } from './type-of-schema.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface Content {
  readonly schema?: JsonSchema;
}

/** A call as the OpenAPI document describes it. */
export interface DescribedOperation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
  readonly 'x-error-codes': readonly string[];
}

/** How a header is called in the input of a call; the others are their own name in camelCase. */
const HEADER_NAMES: Readonly<Record<string, string>> = {
  filecontenttype: 'fileContentType',
  'x-cleartax-gstin': 'gstin',
  'last-event-id': 'lastEventId',
};

const camelCase = (name: string): string =>
  name.toLowerCase().replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const inputName = ({ name, in: place }: Parameter): string =>
  place === 'header' ? (HEADER_NAMES[name.toLowerCase()] ?? camelCase(name)) : name;

/** The parameters that a caller gives; those that several operations share are options of every call. */
const ownParameters = (operation: DescribedOperation): Parameter[] =>
  operation.parameters.filter((parameter): parameter is Parameter => !('$ref' in parameter));

const jsonOf = (content: Readonly<Record<string, Content>> | undefined): JsonSchema | null =>
  content?.['application/json']?.schema ?? null;

const successOf = (operation: DescribedOperation): JsonSchema | null =>
  jsonOf((operation.responses['200'] ?? operation.responses['201'])?.content);

const authOf = ({ security }: DescribedOperation): 'token' | 'clientSecret' | 'none' =>
  security.some((way) => 'authToken' in way)
    ? 'token'
    : security.some((way) => 'clientSecret' in way)
      ? 'clientSecret'
      : 'none';

/** Calls that the client wraps by hand, because bytes go in or come out, or because it makes them itself. */
export const isPlain = (operation: DescribedOperation): boolean =>
  successOf(operation) !== null &&
  (operation.requestBody === undefined || jsonOf(operation.requestBody.content) !== null);

const hasInput = (operation: DescribedOperation): boolean =>
  ownParameters(operation).length > 0 || operation.requestBody !== undefined;

const isOptional = (operation: DescribedOperation): boolean =>
  operation.requestBody === undefined && ownParameters(operation).every(({ required }) => !required);

/** Whole numbers travel as text in a query; a caller may give the number. */
function parameterType({ in: place, schema }: Parameter): string {
  const isNumber = place === 'query' && typeof schema.pattern === 'string' && new RegExp(schema.pattern).test('5');
  return isNumber ? 'number | string' : typeOf(schema, '    ');
}

function inputType(operation: DescribedOperation): string {
  if (!hasInput(operation)) return 'undefined';
  const parameters = ownParameters(operation).map((parameter) => {
    const doc = parameter.description === undefined ? '' : `    /** ${parameter.description} */\n`;
    const type = parameterType(parameter);
    const name = memberName(inputName(parameter));
    return `${doc}    readonly ${parameter.required ? `${name}: ${type}` : `${name}?: ${type} | undefined`};`;
  });
  const body = jsonOf(operation.requestBody?.content);
  const members = [...parameters, ...(body === null ? [] : [`    readonly body: ${typeOf(body, '    ')};`])];
  return `{\n${members.join('\n')}\n  }`;
}

/** The document's components by name, to see through a reference. */
const isList = (operation: DescribedOperation): boolean =>
  ownParameters(operation).some(({ name, in: place }) => place === 'query' && name === 'cursor');

const tableRow = (operation: DescribedOperation): string => {
  const places = ownParameters(operation)
    .map((parameter) => `${memberName(inputName(parameter))}: ['${parameter.in}', '${parameter.name}']`)
    .join(', ');
  const facts = [
    `method: '${operation.method}'`,
    `path: '${operation.path}'`,
    `auth: '${authOf(operation)}'`,
    `parameters: { ${places} }`,
    `hasBody: ${operation.requestBody !== undefined}`,
    `isList: ${isList(operation)}`,
    `isPlain: ${isPlain(operation)}`,
  ];
  return `  ${operation.operationId}: { ${facts.join(', ')} },`.replace('{  }', '{}');
};

/** What goes into each call, what comes out, and the codes it can fail with; then the table that the client walks. */
export function operationLines(operations: readonly DescribedOperation[]): string[] {
  const types = operations.map((operation) => {
    const output = successOf(operation);
    const codes = unionOf(operation['x-error-codes'].map((code) => `'${code}'`));
    return [
      `  readonly ${operation.operationId}: {`,
      `    readonly input: ${inputType(operation)};`,
      `    readonly output: ${output === null ? 'Uint8Array' : typeOf(output, '  ')};`,
      `    readonly codes: ${codes};`,
      '  };',
    ].join('\n');
  });
  return [
    '/** What goes into each call, what comes out of it, and the codes that it can fail with. */',
    `export interface Operations {\n${types.join('\n')}\n}\n`,
    '/** Where each call goes, and in which place each member of its input travels. */',
    `export const OPERATIONS = {\n${operations.map(tableRow).join('\n')}\n} as const;\n`,
  ];
}

function method(operation: DescribedOperation): string {
  const { operationId: id } = operation;
  const input = hasInput(operation) ? `input${isOptional(operation) ? '?' : ''}: Operations['${id}']['input'], ` : '';
  const output = `Operations['${id}']['output']`;
  const result = isList(operation) ? `Pages<${output}>` : `Promise<${output}>`;
  const doc = operation.description.replaceAll('\n', '\n   * ').replaceAll('   * \n', '   *\n');
  return `  /**\n   * ${operation.summary}. ${doc}\n   */\n  ${id}(${input}options?: CallOptions): ${result};`;
}

/** One method for each call whose input and output are JSON. */
export const methodLines = (operations: readonly DescribedOperation[]): string[] => [
  '/** One method for each call, by its operation id. */',
  `export interface OperationMethods {\n${operations.filter(isPlain).map(method).join('\n')}\n}\n`,
];
