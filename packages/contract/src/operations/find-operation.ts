import type { OperationContract } from './define-operation.ts';
import { SERVED_OPERATIONS } from './table.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/\{\w+\}/)
      .map(escaped)
      .join('[^/]+')}$`,
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
