import * as z from 'zod';
import { SIMULATE_HEADER } from '../headers/simulate.ts';
import { LIMITS } from '../limits.ts';
import type { OperationContract } from '../operations/define-operation.ts';
import type { SchemaCollector } from './json-schemas.ts';

type Place = 'path' | 'query' | 'header';

const visible = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength, pattern: '^[\\x21-\\x7e]+$' });

/** Header parameters that several operations share, as components of the document. */
export const SHARED_PARAMETERS = {
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes the request safe to repeat: the same key and the same request are done once. Kept for 30 days.',
    schema: visible(LIMITS.idempotencyKeyLength),
  },
  [SIMULATE_HEADER]: {
    name: SIMULATE_HEADER,
    in: 'header',
    description:
      'With sandbox credentials: a code of the master, with which the operation then answers, `latency=<ms>`, or both with a comma between. Live credentials ignore it.',
    schema: { type: 'string' },
  },
} as const;

/** Whether the credentials of an operation can be those of a sandbox, which alone may order an answer. */
export const canSimulate = (operation: OperationContract): boolean =>
  operation.auth === 'token' || operation.auth === 'clientSecret';

function ownParameters(schema: z.ZodObject | null, place: Place, { schemaOf }: SchemaCollector) {
  return Object.entries(schema?.shape ?? {}).map(([name, member]) => {
    if (!(member instanceof z.ZodType)) throw new TypeError(`the parameter ${name} has no schema`);
    const { description, ...own } = schemaOf(member);
    const required = place === 'path' || !member.safeParse(undefined).success;
    return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: own };
  });
}

/** All parameters of an operation, its own first. Credentials are not parameters but security schemes. */
export const parametersOf = (operation: OperationContract, schemas: SchemaCollector) => [
  ...ownParameters(operation.pathParams, 'path', schemas),
  ...ownParameters(operation.query, 'query', schemas),
  ...ownParameters(operation.headers, 'header', schemas),
  ...(operation.isKeyed ? [{ $ref: '#/components/parameters/Idempotency-Key' }] : []),
  ...(canSimulate(operation) ? [{ $ref: `#/components/parameters/${SIMULATE_HEADER}` }] : []),
];
