import type { OperationContract } from './define-operation.ts';
import { SERVED_OPERATIONS } from './table.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patternOf = (path: string, flags = ''): RegExp =>
  new RegExp(
    `^${path
      .split(/\{\w+\}/)
      .map(escaped)
      .join('[^/]+')}$`,
    flags,
  );

const PATTERNS = new Map(SERVED_OPERATIONS.map((operation) => [operation.path, patternOf(operation.path)]));

/** The served operations whose path this is; `path` is without the query. */
export const operationsAt = (path: string): readonly OperationContract[] =>
  SERVED_OPERATIONS.filter((operation) => PATTERNS.get(operation.path)?.test(path));

/** The served operation that a method and a path reach; HEAD reaches what GET does. */
export const findOperation = (method: string, path: string): OperationContract | null =>
  operationsAt(path).find((operation) => operation.method === (method === 'HEAD' ? 'GET' : method)) ?? null;

/** The methods of a path as `Allow` lists them; OPTIONS is everywhere, HEAD wherever GET is. */
export const methodsAt = (path: string): readonly string[] => [
  ...new Set(operationsAt(path).flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))),
  'OPTIONS',
];

const BASE_PATH = /^(?:\/integration\/v\d)+/i;

const LOOSE_PATTERNS = SERVED_OPERATIONS.map(({ path }) => ({
  path,
  pattern: patternOf(path.replace(BASE_PATH, ''), 'i'),
}));

/**
 * The path of a served operation, such as `/integration/v1/maxItc/triggerWorkflow`, that a path without one seems to mean: it differs
 * in case, in slashes, or has another base path, none, or one twice. Null when it is none of these.
 */
export function nearestPath(path: string): string | null {
  const rest = path
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .replace(BASE_PATH, '');
  return LOOSE_PATTERNS.find(({ pattern }) => pattern.test(rest))?.path ?? null;
}
