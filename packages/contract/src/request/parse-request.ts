import type * as z from 'zod';
import type { Problem } from '../errors/problem.ts';
import type { OperationContract } from '../operations/define-operation.ts';
import { paramOf } from './body-path.ts';
import type { FaultCode, FaultDraft } from './fault-draft.ts';
import { faultsOfIssues, type Place } from './faults-of-issues.ts';
import { problemOfFaults } from './problem-of-faults.ts';

/** A request as it came, its body already read as JSON. */
export interface RawRequest {
  readonly pathParams: Readonly<Record<string, string>>;
  /** All pairs of the query, in order, repetitions included. */
  readonly query: Iterable<readonly [string, string]>;
  /** The value of a header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Undefined for an operation without a JSON body. */
  readonly body: unknown;
}

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<never, never>;
type BodyOf<Operation extends OperationContract> = Operation['body'] extends { readonly schema: infer Schema }
  ? Schema extends z.ZodType
    ? z.output<Schema>
    : undefined
  : undefined;

/** A request whose every part has passed its schema. */
export interface RequestOf<Operation extends OperationContract> {
  readonly pathParams: OutputOf<Operation['pathParams']>;
  readonly query: OutputOf<Operation['query']>;
  readonly headers: OutputOf<Operation['headers']>;
  readonly body: BodyOf<Operation>;
}

export type ParsedRequest<Operation extends OperationContract> =
  | { readonly ok: true; readonly request: RequestOf<Operation> }
  | { readonly ok: false; readonly problem: Problem<FaultCode> };

/**
 * Checks every part of a request against the operation's schemas and reports all faults of all parts at once, in the
 * order path, query, headers, body.
 */
export function parseRequest<const Operation extends OperationContract>(
  operation: Operation,
  raw: RawRequest,
): ParsedRequest<Operation> {
  const faults: FaultDraft[] = [];
  const check = (schema: z.ZodType | null, input: unknown, place: Place): unknown => {
    const result = schema?.safeParse(input);
    if (result?.success === false) faults.push(...faultsOfIssues(result.error.issues, input, place));
    return result?.data;
  };
  const query = collectQuery(operation, raw.query, faults);
  const request = {
    pathParams: check(operation.pathParams, raw.pathParams, 'path') ?? {},
    query: check(operation.query, query, 'query') ?? {},
    headers: check(operation.headers, collectHeaders(operation, raw.header), 'header') ?? {},
    body: check(operation.body?.schema ?? null, raw.body, 'body'),
  };
  faults.push(...(operation.body?.rules ?? []).flatMap((rule) => rule(raw.body)));
  const [first, ...others] = faults;
  if (first !== undefined) return { ok: false, problem: problemOfFaults([first, ...others]) };
  return { ok: true, request: request as RequestOf<Operation> }; // each part has just passed the schema it is typed by
}

/** The query as an object without a prototype; a name that is given twice, or that no query of the operation has, is a fault. */
function collectQuery(operation: OperationContract, pairs: RawRequest['query'], faults: FaultDraft[]) {
  const query: Record<string, string> = Object.create(null);
  const repeated = new Set<string>();
  for (const [name, value] of pairs) {
    const header = headerMeantBy(name, operation);
    if (header !== undefined) {
      faults.push({
        code: 'parameter_invalid',
        pointer: null,
        metadata: { param: paramOf([name]), reason: `it is read from the header ${header}, not from the query` },
      });
      continue;
    }
    if (Object.hasOwn(query, name) && Object.hasOwn(operation.query?.shape ?? {}, name)) repeated.add(name);
    query[name] = value;
  }
  for (const name of repeated)
    faults.push({
      code: 'parameter_invalid',
      pointer: null,
      metadata: { param: paramOf([name]), reason: 'it is given more than once' },
    });
  if (operation.query === null)
    for (const name of Object.keys(query))
      faults.push({ code: 'parameter_unknown', pointer: null, metadata: { param: paramOf([name]) } });
  return query;
}

/** The header of the operation whose name a name in the query is, in any case. */
const headerMeantBy = (name: string, { headers }: OperationContract): string | undefined =>
  Object.keys(headers?.shape ?? {}).find((own) => own.toLowerCase() === name.toLowerCase());

const collectHeaders = (operation: OperationContract, header: RawRequest['header']): Record<string, string> =>
  Object.fromEntries(
    Object.keys(operation.headers?.shape ?? {}).flatMap((name) => {
      const value = header(name.toLowerCase());
      return value === undefined ? [] : [[name, value]];
    }),
  );
