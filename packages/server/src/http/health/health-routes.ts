import { createOpenApi } from '@milaan/contract';
import { sql } from 'kysely';
import type { ServerContext } from '../server-context.ts';

/** Probes, metrics and the document of the API: not part of the API, so they use the web's ordinary codes. Null for any other path. */
export type HealthRoutes = (path: string) => Promise<Response> | null;

const PROBE_TIMEOUT_MS = 2000;

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  });

export function createHealthRoutes(server: ServerContext): HealthRoutes {
  const { admission, clock, metrics, state, store } = server;
  let document: Record<string, unknown> | null = null;

  const isThere = async (asking: Promise<unknown>): Promise<'ok' | 'unavailable'> => {
    const done = new AbortController();
    const asked = asking.then(
      () => 'ok' as const,
      () => 'unavailable' as const,
    );
    const late = clock.sleep(PROBE_TIMEOUT_MS, done.signal).then(() => 'unavailable' as const);
    return Promise.race([asked, late]).finally(() => done.abort());
  };

  const ready = async (): Promise<Response> => {
    const [database, storage] = await Promise.all([isThere(sql`select 1`.execute(state.db)), isThere(store.check())]);
    const isReady = database === 'ok' && storage === 'ok' && !admission.isDraining;
    return json(isReady ? 200 : 503, {
      status: isReady ? 'ready' : 'not ready',
      database,
      storage,
      draining: admission.isDraining,
    });
  };

  return (path) => {
    if (path === '/health/live') return Promise.resolve(json(200, { status: 'live' }));
    if (path === '/health/ready') return ready();
    if (path === '/openapi.json') {
      document ??= createOpenApi(server.settings.baseUrl);
      return Promise.resolve(json(200, document));
    }
    if (path !== '/metrics') return null;
    const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
    return metrics.text().then((text) => new Response(text, { headers }));
  };
}
