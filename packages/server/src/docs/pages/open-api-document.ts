import { createOpenApi, EXAMPLE_BASE_URL } from '@milaan/contract';
import * as z from 'zod';

/** The parts of an OpenAPI document that the reference shows; the rest is passed over. */
const Ref = z.object({ $ref: z.string() });

export interface JsonSchema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly allOf?: readonly JsonSchema[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly format?: string | undefined;
  readonly maxItems?: number | undefined;
}

const Schema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    format: z.string().optional(),
    maxItems: z.number().optional(),
  }),
);

const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: Schema,
});
const Content = z.record(z.string(), z.object({ schema: Schema.optional() }));
const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.union([Ref, Parameter])),
  requestBody: z.object({ description: z.string().optional(), content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content.optional() })),
  'x-error-codes': z.array(z.string()),
});
const Document = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), Schema),
    parameters: z.record(z.string(), Parameter),
    securitySchemes: z.record(z.string(), z.object({ description: z.string() })),
  }),
});

export type ApiDocument = z.output<typeof Document>;
export type ApiOperation = z.output<typeof Operation>;
export type ApiParameter = z.output<typeof Parameter>;

/** The document that the server serves at `/openapi.json`, read as a stranger would read it. */
export const openApiDocument = (): ApiDocument => Document.parse(createOpenApi(EXAMPLE_BASE_URL));
