import fc, { type Arbitrary } from 'fast-check';
import * as z from 'zod';

/** The keywords of JSON Schema that the document uses; one that is not listed here fails the fuzzer, not the server. */
const SchemaShape = z.strictObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  propertyNames: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  description: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
});
type Schema = z.output<typeof SchemaShape>;

const MOST_CHARACTERS = 200;
const MOST_ITEMS = 5;

/** Values of JSON that a schema of the document accepts. `schemas` are its components. */
export function schemaArbitrary(schema: unknown, schemas: Readonly<Record<string, unknown>>): Arbitrary<unknown> {
  const known = SchemaShape.parse(schema);
  const of = (inner: unknown) => schemaArbitrary(inner, schemas);
  if (known.$ref !== undefined) return of(schemas[known.$ref.replace('#/components/schemas/', '')]);
  if (known.enum !== undefined) return fc.constantFrom(...known.enum);
  if (known.const !== undefined) return fc.constant(known.const);
  if (known.anyOf !== undefined) return fc.oneof(...known.anyOf.map(of));
  const types = Array.isArray(known.type) ? known.type : [known.type ?? 'any'];
  return fc.oneof(...types.map((type) => ofType(type, known, of)));
}

function ofType(type: string, schema: Schema, of: (inner: unknown) => Arbitrary<unknown>): Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({
        min: schema.minimum ?? (schema.exclusiveMinimum ?? -1) + 1,
        max: schema.maximum ?? 1_000_000,
      });
    case 'string':
      return texts(schema);
    case 'array':
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? MOST_ITEMS, MOST_ITEMS),
      });
    case 'object':
      return objects(schema, of);
    default:
      return fc.jsonValue();
  }
}

/** Most texts are the schema's own examples, so that requests meet in the same few things. */
function texts(schema: Schema): Arbitrary<unknown> {
  const { examples = [] } = schema;
  if (examples.length === 0) return anyText(schema);
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...examples) }, { weight: 1, arbitrary: anyText(schema) });
}

function anyText({ format, pattern, minLength = 0, maxLength = MOST_CHARACTERS }: Schema): Arbitrary<string> {
  if (format === 'email') return fc.stringMatching(/^[a-z]{1,12}@[a-z]{1,12}\.(?:com|example)$/);
  if (format === 'uuid') return fc.uuid();
  if (format === 'uri') return fc.webUrl();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.min(maxLength, MOST_CHARACTERS) });
}

function objects(schema: Schema, of: (inner: unknown) => Arbitrary<unknown>): Arbitrary<unknown> {
  const { properties, required = [], additionalProperties } = schema;
  if (properties === undefined) return fc.dictionary(fc.string({ maxLength: 20 }), of(additionalProperties ?? {}));
  const members = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, of(inner)]));
  return fc.record(members, { requiredKeys: required });
}
