import type { JsonSchema } from './open-api-document.ts';

/** One member of a body: `userInputArgs.gstins[]`. */
interface Member {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

const DEEPEST = 4;

export interface Schemas {
  readonly named: Readonly<Record<string, JsonSchema>>;
}

/** Follows references and what `null` is joined with, to the schema that says something. */
function plain(schema: JsonSchema, { named }: Schemas): JsonSchema {
  if (schema.$ref !== undefined) return plain(named[schema.$ref.replace(/^.*\//, '')] ?? {}, { named });
  const real = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const [only] = real;
  if (real.length === 1 && only !== undefined) return { ...plain(only, { named }), ...describing(schema) };
  const [first] = schema.allOf ?? [];
  if (first !== undefined) return { ...plain(first, { named }), ...describing(schema) };
  return schema;
}

const describing = ({ description }: JsonSchema): JsonSchema => (description === undefined ? {} : { description });

const mayBeNull = (schema: JsonSchema): boolean =>
  schema.anyOf?.some(({ type }) => type === 'null') === true ||
  (Array.isArray(schema.type) && schema.type.includes('null'));

/** `text`, `one of …`, `list of objects`: the form of a value in words. */
export function formOf(schema: JsonSchema, schemas: Schemas): string {
  const { type, enum: values, const: only, items, format, anyOf } = plain(schema, schemas);
  const orNull = mayBeNull(schema) ? ' or null' : '';
  if (only !== undefined) return `\`${JSON.stringify(only)}\`${orNull}`;
  if (values !== undefined) {
    const shown = values.slice(0, 12).map((value) => `\`${String(value)}\``);
    return `${shown.join(', ')}${values.length > shown.length ? ' …' : ''}${orNull}`;
  }
  const kind = typeof type === 'string' ? type : type?.find((one) => one !== 'null');
  if (kind === 'array') return `list of ${items === undefined ? 'values' : formOf(items, schemas)}${orNull}`;
  if (kind === undefined && anyOf !== undefined) return anyOf.map((one) => formOf(one, schemas)).join(' or ');
  return `${format === 'date-time' ? 'instant' : (WORDS[kind ?? ''] ?? 'any value')}${orNull}`;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
};

function membersOf(schema: JsonSchema, schemas: Schemas, prefix: string, depth: number): readonly Member[] {
  const { type, properties = {}, required = [], items } = plain(schema, schemas);
  if (type === 'array' && items !== undefined) return membersOf(items, schemas, `${prefix}[]`, depth);
  if (depth > DEEPEST) return [];
  return Object.entries(properties).flatMap(([name, member]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [
      { path, schema: member, isRequired: required.includes(name) },
      ...membersOf(member, schemas, path, depth + 1),
    ];
  });
}

/** Text that stays within one cell of a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

/** A Markdown table of all members of a body; empty text where it has none. */
export function schemaTable(schema: JsonSchema, schemas: Schemas): string {
  const members = membersOf(schema, schemas, '', 1);
  if (members.length === 0) return '';
  const rows = members.map(({ path, schema: member, isRequired }) => {
    const { description = '' } = plain(member, schemas);
    return `| \`${path}\` | ${formOf(member, schemas).replaceAll('|', '\\|')} | ${isRequired ? 'yes' : ''} | ${cell(member.description ?? description)} |`;
  });
  return ['| Member | Form | Required | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
