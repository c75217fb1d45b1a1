import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type ColumnMapping,
  InputRefused,
  inspectPurchase,
  type PortalReading,
  type PurchaseReading,
  readPortal,
  readPurchases,
} from '@milaan/formats';
import type { Progress } from '../terminal/progress.ts';
import type { Database } from './open-database.ts';
import type { ReconcileRequest } from './reconcile-request.ts';

export interface InputReadings {
  readonly purchases: PurchaseReading;
  readonly portal: PortalReading;
  readonly purchasesMs: number;
  readonly portalMs: number;
}

export interface ReadContext {
  readonly database: Database;
  readonly mapping?: ColumnMapping;
  readonly tempFolder: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  monotonicMs(): number;
}

const fractionOf = (bytes: number, totalBytes: number): { fraction?: number } =>
  totalBytes > 0 ? { fraction: Math.min(bytes / totalBytes, 1) } : {};

/**
 * Reads both sides into the tables `books` and `portal`. At the same time, unless the register does not name its own
 * registration (a Tally register never does): then the portal files come first, because they may name it.
 */
export async function readInputs(request: ReconcileRequest, context: ReadContext): Promise<InputReadings> {
  const named = request.gstins.length === 1 ? request.gstins[0] : undefined;
  const ownGstin = context.mapping?.ownGstin ?? named;
  if (ownGstin !== undefined || (await nameTheirRegistrations(request, context)))
    return readBoth(request, context, ownGstin);

  const portal = await readPortalSide(request, context);
  const only = await onlyRegistration(context.database.second);
  if (only === undefined)
    throw new InputRefused(
      'OWN_GSTIN_MISSING',
      request.purchases[0] ?? '',
      'The register does not say which of your registrations its bills belong to, and the portal files hold several.',
      { hint: 'Name it, for example --gstin 27AAACA1111A1ZS; run once for each registration.' },
    );
  const purchases = await readPurchaseSide(request, context, only);
  return { purchases: purchases.reading, purchasesMs: purchases.ms, portal: portal.reading, portalMs: portal.ms };
}

async function nameTheirRegistrations(request: ReconcileRequest, context: ReadContext): Promise<boolean> {
  for (const path of request.purchases) {
    const inspection = await inspectPurchase(path, context.mapping === undefined ? {} : { mapping: context.mapping });
    if (!inspection.columns.some((column) => column.mappedTo === 'myGstin')) return false;
  }
  return true;
}

/** Both sides at once. When one is refused the other is stopped, and the refusal is the answer. */
async function readBoth(
  request: ReconcileRequest,
  context: ReadContext,
  ownGstin: string | undefined,
): Promise<InputReadings> {
  const stop = new AbortController();
  const both: ReadContext = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  let firstError: { error: unknown } | undefined;
  const stopOther = (error: unknown): never => {
    firstError ??= { error };
    stop.abort();
    throw error;
  };
  const [portal, purchases] = await Promise.allSettled([
    readPortalSide(request, both).catch(stopOther),
    readPurchaseSide(request, both, ownGstin).catch(stopOther),
  ]);
  if (portal.status === 'rejected' || purchases.status === 'rejected') throw firstError?.error;
  return {
    purchases: purchases.value.reading,
    purchasesMs: purchases.value.ms,
    portal: portal.value.reading,
    portalMs: portal.value.ms,
  };
}

async function readPortalSide(request: ReconcileRequest, context: ReadContext) {
  const startedMs = context.monotonicMs();
  context.progress.update('portal', { done: 0 });
  const reading = await readPortal(context.database.second, {
    inputs: request.portal,
    ...(request.type === undefined ? {} : { type: request.type }),
    gstins: request.gstins,
    ...(request.pan === undefined ? {} : { pan: request.pan }),
    tempFolder: context.tempFolder,
    signal: context.signal,
    onProgress: ({ rows, bytes, totalBytes }) =>
      context.progress.update('portal', { done: rows, ...fractionOf(bytes, totalBytes) }),
  });
  context.progress.finish('portal', reading.documents);
  return { reading, ms: context.monotonicMs() - startedMs };
}

async function readPurchaseSide(request: ReconcileRequest, context: ReadContext, ownGstin: string | undefined) {
  const startedMs = context.monotonicMs();
  context.progress.update('purchases', { done: 0 });
  const reading = await readPurchases(context.database.main, {
    files: request.purchases,
    ...(context.mapping === undefined ? {} : { mapping: context.mapping }),
    ...(ownGstin === undefined ? {} : { ownGstin }),
    tempFolder: context.tempFolder,
    signal: context.signal,
    onProgress: ({ rows, bytes, totalBytes }) =>
      context.progress.update('purchases', { done: rows, ...fractionOf(bytes, totalBytes) }),
  });
  context.progress.finish('purchases', reading.lines);
  return { reading, ms: context.monotonicMs() - startedMs };
}

/** The own registration of the portal documents, when they are all of one. */
async function onlyRegistration(connection: DuckDBConnection): Promise<string | undefined> {
  const reader = await connection.runAndReadAll('SELECT DISTINCT own_gstin FROM portal LIMIT 2');
  const [only, second] = reader.getRows();
  const gstin = only?.[0];
  return second === undefined && typeof gstin === 'string' ? gstin : undefined;
}
