import { OPERATIONS, type OperationId } from '../generated/contract.ts';
import type { ResolvedSettings } from '../settings/settings.ts';
import type { Target } from './outcome.ts';

/** One row of the table of calls, without its literal types. */
export interface OperationRow {
  readonly method: string;
  readonly path: string;
  readonly auth: 'token' | 'clientSecret' | 'none';
  readonly parameters: Readonly<Record<string, readonly [place: string, name: string]>>;
  readonly hasBody: boolean;
  readonly isList: boolean;
  readonly isPlain: boolean;
}

export const rowOf = (operation: OperationId): OperationRow => OPERATIONS[operation];

/** The input of a call as the table sees it. */
export type Input = Readonly<Record<string, unknown>>;

/** A part of a path. `.` and `..` would lead elsewhere, and nothing would be another call. */
function segmentOf(name: string, value: unknown): string {
  const text = String(value ?? '');
  if (/^\.{0,2}$/.test(text)) throw new TypeError(`${name} must be given.`);
  return encodeURIComponent(text);
}

function urlOf(operation: OperationId, input: Input, { baseUrl, paths }: ResolvedSettings): string {
  const { path, parameters } = rowOf(operation);
  const filled = (paths[operation] ?? path).replace(/\{(\w+)\}/g, (_, name: string) => segmentOf(name, input[name]));
  const query = new URLSearchParams();
  for (const [member, [place, name]] of Object.entries(parameters)) {
    const value = input[member];
    if (place !== 'query' || value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return query.size === 0 ? baseUrl + filled : `${baseUrl}${filled}?${query}`;
}

/** An input with a member that the call does not have would be sent without it. */
function checkMembers(operation: OperationId, input: Input): void {
  const { parameters, hasBody } = rowOf(operation);
  const unknown = Object.keys(input).find((name) => !(name in parameters) && !(hasBody && name === 'body'));
  if (unknown !== undefined) throw new TypeError(`${operation} has no parameter ${unknown}.`);
}

/**
 * The request of a call without its credentials; the same for every attempt.
 * @throws {TypeError} when the input does not fit the call, or a header cannot be sent
 */
export function buildTarget(
  operation: OperationId,
  input: Input,
  further: Readonly<Record<string, string>>,
  settings: ResolvedSettings,
): Target {
  checkMembers(operation, input);
  const row = rowOf(operation);
  const headers = new Headers(settings.headers);
  headers.set('accept', 'application/json');
  for (const [member, [place, name]] of Object.entries(row.parameters)) {
    const value = input[member];
    if (place === 'header' && value !== undefined && value !== null) headers.set(name, String(value));
  }
  const body = row.hasBody ? JSON.stringify(input.body ?? {}) : null;
  if (body !== null) headers.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(further)) headers.set(name, value);
  const url = urlOf(operation, input, settings);
  return { method: row.method, url, headers, body, wants: 'json', followsRedirects: false };
}

/** The same request with one more header. */
export function withHeader(target: Target, name: string, value: string): Target {
  const headers = new Headers(target.headers);
  headers.set(name, value);
  return { ...target, headers };
}
