import { EXAMPLE_REQUEST_ID } from '../errors/error-master.ts';
import { exampleProblem, problemBody } from '../errors/problem.ts';
import { ERROR_CODES, ERRORS } from '../errors/registry.ts';
import { WITHOUT_OPERATION } from '../operations/code-groups.ts';
import type { OperationContract } from '../operations/define-operation.ts';
import { SERVED_OPERATIONS } from '../operations/table.ts';
import { ProblemSchema } from '../schemas/problem.ts';
import { RESPONSE_HEADERS } from './headers.ts';
import { createSchemaCollector, type SchemaCollector } from './json-schemas.ts';
import { parametersOf, SHARED_PARAMETERS } from './parameters.ts';
import { responsesOf } from './responses.ts';
import { webhooksOf } from './webhooks.ts';

/** The address that the examples of the checked-in document use. */
export const EXAMPLE_BASE_URL = 'https://milaan.example';

const VERSION = '1.0.0';

const DESCRIPTION = `The list of answers is closed: an operation answers with the statuses and codes listed with it and no other, and every failure has the same body.

A request that reaches no operation gets one of ${WITHOUT_OPERATION.map((code) => `\`${code}\``).join(', ')}. HEAD is answered wherever GET is, and OPTIONS with 200 and \`Allow\`.

With sandbox credentials, \`x-milaan-simulate\` makes an operation answer with any code of the master, also with one that it does not list; such an answer carries \`Milaan-Simulated\`.`;

const SECURITY_SCHEMES = {
  authToken: {
    type: 'apiKey',
    in: 'header',
    name: 'x-cleartax-auth-token',
    description: 'The auth token of `GET /integration/v1/authz/token`.',
  },
  bearer: { type: 'http', scheme: 'bearer', description: 'The same auth token as `Authorization: Bearer`.' },
  clientSecret: {
    type: 'apiKey',
    in: 'header',
    name: 'x-clear-client-secret',
    description: 'The secret that `milaan client create` showed.',
  },
} as const;

const SECURITY: Readonly<Record<OperationContract['auth'], readonly Readonly<Record<string, readonly string[]>>[]>> = {
  token: [{ authToken: [] }, { bearer: [] }],
  clientSecret: [{ clientSecret: [] }],
  signedUrl: [],
  none: [],
};

/** The OpenAPI 3.1 document of the served operations. `baseUrl` is the public address of the server. */
export function createOpenApi(
  baseUrl: string = EXAMPLE_BASE_URL,
  operations: readonly OperationContract[] = SERVED_OPERATIONS,
): Record<string, unknown> {
  const schemas = createSchemaCollector();
  schemas.schemaOf(ProblemSchema);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operation, schemas),
    };
  return {
    openapi: '3.1.1',
    info: {
      title: 'Milaan',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: baseUrl }],
    paths,
    webhooks: webhooksOf(schemas),
    components: {
      schemas: schemas.named(),
      parameters: SHARED_PARAMETERS,
      headers: RESPONSE_HEADERS,
      securitySchemes: SECURITY_SCHEMES,
      examples: examplesOf(baseUrl),
    },
  };
}

const describe = (operation: OperationContract, schemas: SchemaCollector) => ({
  operationId: operation.operationId,
  summary: operation.summary,
  description:
    operation.scope === null ? operation.description : `${operation.description}\n\nScope: \`${operation.scope}\`.`,
  security: SECURITY[operation.auth],
  parameters: parametersOf(operation, schemas),
  ...(operation.body === null ? {} : { requestBody: requestBodyOf(operation.body, schemas) }),
  responses: responsesOf(operation, schemas),
  'x-error-codes': ERROR_CODES.filter((code) => operation.codes.includes(code)),
});

const requestBodyOf = (body: NonNullable<OperationContract['body']>, { schemaOf }: SchemaCollector) => ({
  required: true,
  description: `At most ${body.limitBytes} bytes.`,
  content: Object.fromEntries(
    body.mediaTypes.map((type) => [type, body.schema === null ? {} : { schema: schemaOf(body.schema) }]),
  ),
});

const examplesOf = (baseUrl: string) =>
  Object.fromEntries(
    ERROR_CODES.map((code) => [
      code,
      {
        summary: ERRORS[code].title,
        description: ERRORS[code].doc,
        value: problemBody(exampleProblem(code), { baseUrl, requestId: EXAMPLE_REQUEST_ID }),
      },
    ]),
  );
