import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Parameter = z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema: z.unknown() });
const Reference = z.object({ $ref: z.string() });
const Described = z.object({
  operationId: z.string(),
  parameters: z.array(z.union([Reference, Parameter])),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional() })) }).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});

const DocumentShape = z.object({
  paths: z.record(z.string(), z.record(z.enum(['get', 'post', 'put', 'delete']), Described.optional())),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    parameters: z.record(z.string(), Parameter),
    examples: z.record(z.string(), z.unknown()),
  }),
});

export interface DescribedOperation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly z.output<typeof Parameter>[];
  /** Schema of its JSON body; null when it has none. */
  readonly body: unknown;
  readonly needsToken: boolean;
  readonly needsSecret: boolean;
}

const text = readFileSync(new URL('../../packages/contract/openapi.json', import.meta.url), 'utf8');
const document = DocumentShape.parse(JSON.parse(text));

export const SCHEMAS: Readonly<Record<string, unknown>> = document.components.schemas;
export const CODES: readonly string[] = Object.keys(document.components.examples);

/** What the checked-in document says can be called: the fuzzer knows the server by this alone. */
export const DESCRIBED: readonly DescribedOperation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) =>
    operation === undefined
      ? []
      : [
          {
            method: method.toUpperCase(),
            path,
            parameters: operation.parameters.flatMap((parameter) => {
              if ('schema' in parameter) return [parameter];
              const shared = document.components.parameters[parameter.$ref.replace('#/components/parameters/', '')];
              return shared === undefined ? [] : [shared];
            }),
            body: operation.requestBody?.content['application/json']?.schema ?? null,
            needsToken: operation.security.some((scheme) => 'authToken' in scheme),
            needsSecret: operation.security.some((scheme) => 'clientSecret' in scheme),
          },
        ],
  ),
);
