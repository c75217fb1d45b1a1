import { OPERATIONS, type OperationContract } from '@milaan/contract';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';
import { tryDecodeURIComponent } from 'hono/utils/url';
import { SERVED_HANDLERS, type ServedHandler } from './served-handlers.ts';

/** An operation that is served, with what serves it. */
export interface Route {
  readonly operation: OperationContract;
  readonly handler: ServedHandler;
}

export interface FoundRoute extends Route {
  readonly pathParams: Readonly<Record<string, string>>;
}

const NO_PARAMS: Readonly<Record<string, string>> = Object.freeze({});

/**
 * Hono's own router, without the application around it: that makes a context and a response for every request, which
 * cost as much as the rest of an error answer.
 */
export function createOperationRouter(): (method: string, path: string) => FoundRoute | null {
  const router = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] });
  // Most requests go to a path without parameters, which needs no search.
  const fixed = new Map<string, FoundRoute>();
  for (const [id, handler] of Object.entries(SERVED_HANDLERS)) {
    const operation: OperationContract | undefined = Object.values(OPERATIONS).find((one) => one.operationId === id);
    if (operation === undefined) throw new Error(`No operation is called ${id}.`);
    // Each handler is typed by its own operation; the table forgets which, the contract checks what it is given.
    const route = { operation, handler: handler as ServedHandler };
    if (!operation.path.includes('{'))
      fixed.set(`${operation.method} ${operation.path}`, { ...route, pathParams: NO_PARAMS });
    router.add(operation.method, operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), route);
  }
  return (method, path) => {
    // HEAD reaches what GET does.
    const reached = method === 'HEAD' ? 'GET' : method;
    const known = fixed.get(`${reached} ${path}`);
    if (known !== undefined) return known;
    const [found, stash] = router.match(reached, path);
    const [first] = found;
    if (first === undefined) return null;
    const [{ operation, handler }, places] = first;
    return { operation, handler, pathParams: paramsAt(places, stash) };
  };
}

/** The parameters by their names, decoded; some routers give places in a list instead of texts. */
function paramsAt(
  places: Readonly<Record<string, number | string>>,
  stash: readonly string[] | undefined,
): Readonly<Record<string, string>> {
  const names = Object.keys(places);
  if (names.length === 0) return NO_PARAMS;
  return Object.fromEntries(
    names.map((name) => {
      const place = places[name] ?? '';
      const text = typeof place === 'number' ? (stash?.[place] ?? '') : place;
      return [name, text.includes('%') ? tryDecodeURIComponent(text) : text];
    }),
  );
}
