import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type ColumnMapping,
  InputRefused,
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
 * Reads both sides at the same time into the tables `books` and `portal`. A register that does not name its own
 * registration (a Tally register never does) waits for the portal files, because they may name it.
 */
export async function readInputs(request: ReconcileRequest, context: ReadContext): Promise<InputReadings> {
  const stop = new AbortController();
  const both: ReadContext = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  let firstError: { readonly error: unknown } | undefined;
  // When one side is refused the other is stopped, and the refusal is the answer.
  const onFailure = (error: unknown): never => {
    firstError ??= { error };
    stop.abort();
    throw error;
  };
  const portalSide = readPortalSide(request, both).catch(onFailure);
  const purchaseSide = readPurchaseSide(request, both, portalSide).catch(onFailure);
  const [portal, purchases] = await Promise.allSettled([portalSide, purchaseSide]);
  if (portal.status === 'rejected' || purchases.status === 'rejected') throw firstError?.error;
  return {
    purchases: purchases.value.reading,
    purchasesMs: purchases.value.ms,
    portal: portal.value.reading,
    portalMs: portal.value.ms,
  };
}

interface Side<Reading> {
  readonly reading: Reading;
  readonly ms: number;
}

const isOwnGstinMissing = (error: unknown): boolean =>
  error instanceof InputRefused && error.code === 'OWN_GSTIN_MISSING';

async function readPurchaseSide(
  request: ReconcileRequest,
  context: ReadContext,
  portalSide: Promise<unknown>,
): Promise<Side<PurchaseReading>> {
  const named = request.gstins.length === 1 ? request.gstins[0] : undefined;
  try {
    return await readRegisters(request, context, named);
  } catch (error) {
    if (!isOwnGstinMissing(error)) throw error;
    context.progress.discard('purchases');
    await portalSide;
    const only = await onlyRegistration(context.database.second);
    if (only !== undefined) return readRegisters(request, context, only);
    throw new InputRefused(
      'OWN_GSTIN_MISSING',
      request.purchases[0] ?? '',
      'The register does not say which of your registrations its bills belong to, and the portal files hold several.',
      { hint: 'Name it, for example --gstin 27AAACA1111A1ZS; run once for each registration.' },
    );
  }
}

async function readPortalSide(request: ReconcileRequest, context: ReadContext): Promise<Side<PortalReading>> {
  const startedMs = context.monotonicMs();
  context.progress.update('portal', { done: 0 });
  const reading = await readPortal(context.database.second, {
    inputs: request.portal,
    ...(request.type === undefined ? {} : { type: request.type }),
    gstins: request.gstins,
    ...(request.pan === undefined ? {} : { pan: request.pan }),
    ...request.portalPeriods,
    tempFolder: context.tempFolder,
    signal: context.signal,
    onProgress: ({ rows, bytes, totalBytes }) =>
      context.progress.update('portal', { done: rows, ...fractionOf(bytes, totalBytes) }),
  });
  context.progress.finish('portal', reading.documents);
  return { reading, ms: context.monotonicMs() - startedMs };
}

async function readRegisters(
  request: ReconcileRequest,
  context: ReadContext,
  ownGstin: string | undefined,
): Promise<Side<PurchaseReading>> {
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
