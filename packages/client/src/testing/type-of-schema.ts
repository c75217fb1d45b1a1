/** JSON Schema as the OpenAPI document holds it: a tree of keywords. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
}

export const unionOf = (types: readonly string[]): string => {
  const distinct = [...new Set(types)];
  return distinct.includes('unknown') ? 'unknown' : distinct.join(' | ');
};

const literalOf = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : JSON.stringify(value);

/** The name as a member is written: quoted where it must be. */
export const memberName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`);

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** The docstring of a member, with its indent; empty where the schema has no description. */
const memberDoc = ({ description }: JsonSchema, indent: string): string =>
  typeof description === 'string' ? `${indent}/** ${description.replaceAll('*/', '* /')} */\n` : '';

function objectType(schema: JsonSchema, indent: string): string {
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => {
    const isRequired = schema.required?.includes(name) === true;
    const type = typeOf(member, `${indent}  `);
    // Whoever puts a member together from parts may leave it undefined: JSON leaves such a member out.
    const shown = isRequired ? `${memberName(name)}: ${type}` : `${memberName(name)}?: ${type} | undefined`;
    return `${memberDoc(member, `${indent}  `)}${indent}  readonly ${shown};`;
  });
  if (members.length > 0) return `{\n${members.join('\n')}\n${indent}}`;
  const { additionalProperties } = schema;
  const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown';
  return `Readonly<Record<string, ${value}>>`;
}

/** The TypeScript type of what a schema accepts. `indent` is that of the line on which it stands. */
export function typeOf(schema: JsonSchema, indent: string): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.enum !== undefined) return unionOf(schema.enum.map(literalOf));
  if ('const' in schema) return literalOf(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return unionOf(choices.map((choice) => typeOf(choice, indent)));
  const [all] = Array.isArray(schema.allOf) ? schema.allOf : [];
  if (all !== undefined) return typeOf(all, indent);
  if (Array.isArray(schema.type)) return unionOf(schema.type.map((type) => typeOf({ ...schema, type }, indent)));
  if (schema.type === 'array') return `readonly ${arrayItem(schema, indent)}[]`;
  if (schema.type === 'object') return objectType(schema, indent);
  return PRIMITIVES[String(schema.type)] ?? 'unknown';
}

function arrayItem(schema: JsonSchema, indent: string): string {
  const item = schema.items === undefined ? 'unknown' : typeOf(schema.items, indent);
  return /^[\w.]+$|^\{/.test(item) && !item.includes(' | ') ? item : `(${item})`;
}
