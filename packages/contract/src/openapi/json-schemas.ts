import * as z from 'zod';

export type JsonSchema = { [keyword: string]: unknown };

/** Collects the schemas that have a name, so that the document holds each of them once. */
export interface SchemaCollector {
  /** The schema as JSON Schema, with references to the named ones. */
  readonly schemaOf: (schema: z.ZodType) => JsonSchema;
  readonly named: () => Readonly<Record<string, JsonSchema>>;
}

export function createSchemaCollector(): SchemaCollector {
  const named = new Map<string, JsonSchema>();
  const schemaOf = (schema: z.ZodType): JsonSchema => {
    // The wire form is what goes into a schema: before transforms and defaults.
    const { $schema: _dialect, $defs = {}, ...own } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
    for (const [name, definition] of Object.entries($defs)) named.set(name, tidy(definition));
    return tidy(own);
  };
  return { schemaOf, named: () => Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Points references at the components and drops the ids, which would be relative URLs in a document. */
function tidy(schema: object): JsonSchema {
  const text = JSON.stringify(schema, (name, value: unknown) =>
    name === 'id' && typeof value === 'string' ? undefined : value,
  );
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
}
