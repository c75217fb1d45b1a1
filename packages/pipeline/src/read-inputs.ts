import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type ColumnMapping,
  InputRefused,
  type PortalReading,
  type PurchaseReading,
  readPortal,
  readPurchases,
} from '@milaan/formats';
import type { ReturnPeriod } from '@milaan/gst';
import type { Database } from './open-database.ts';

/** The files of a run and what of them is wanted. */
export interface InputSources {
  /** Purchase registers. */
  readonly purchases: readonly string[];
  /** GSTR-2B or GSTR-2A: files, ZIPs, folders. */
  readonly portal: readonly string[];
  readonly mapping?: ColumnMapping | undefined;
  readonly pan?: string | undefined;
  readonly gstins: readonly string[];
  readonly portalPeriods: { readonly from?: ReturnPeriod; readonly to?: ReturnPeriod };
  readonly type?: '2b' | '2a' | undefined;
}

export type InputSide = 'purchases' | 'portal';

/** Rows counts lines of a register, documents of the portal. */
export interface ReadProgress {
  readonly rows: number;
  readonly bytes: number;
  /** 0 before it is known. */
  readonly totalBytes: number;
}

/** What is told while both sides are read; calls for the two sides come mixed. */
export interface ReadListener {
  onProgress(side: InputSide, progress: ReadProgress): void;
  /** The side is read; `rows` is its final count. */
  onRead(side: InputSide, rows: number): void;
  /** What was told of the side so far does not count: it has to wait for the other. */
  onPutOff(side: InputSide): void;
}

export interface ReadContext {
  readonly database: Database;
  readonly tempFolder: string;
  readonly listener: ReadListener;
  readonly signal: AbortSignal;
  monotonicMs(): number;
}

export interface InputReadings {
  readonly purchases: PurchaseReading;
  readonly portal: PortalReading;
  readonly purchasesMs: number;
  readonly portalMs: number;
}

const NOTHING_YET: ReadProgress = { rows: 0, bytes: 0, totalBytes: 0 };

/**
 * Reads both sides at the same time into the tables `books` and `portal`. A register that does not name its own
 * registration (a Tally register never does) waits for the portal files, because they may name it.
 *
 * @throws InputRefused
 */
export async function readInputs(sources: InputSources, context: ReadContext): Promise<InputReadings> {
  const stop = new AbortController();
  const both: ReadContext = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  let firstError: { readonly error: unknown } | undefined;
  // When one side is refused the other is stopped, and the refusal is the answer.
  const onFailure = (error: unknown): never => {
    firstError ??= { error };
    stop.abort();
    throw error;
  };
  const portalSide = readPortalSide(sources, both).catch(onFailure);
  const purchaseSide = readPurchaseSide(sources, both, portalSide).catch(onFailure);
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
  sources: InputSources,
  context: ReadContext,
  portalSide: Promise<unknown>,
): Promise<Side<PurchaseReading>> {
  const named = sources.gstins.length === 1 ? sources.gstins[0] : undefined;
  try {
    return await readRegisters(sources, context, named);
  } catch (error) {
    if (!isOwnGstinMissing(error)) throw error;
    context.listener.onPutOff('purchases');
    await portalSide;
    const only = await onlyRegistration(context.database.second);
    if (only !== undefined) return readRegisters(sources, context, only);
    throw new InputRefused(
      'OWN_GSTIN_MISSING',
      sources.purchases[0] ?? '',
      'The register does not say which of your registrations its bills belong to, and the portal files hold several.',
      { hint: 'Name it, for example --gstin 27AAACA1111A1ZS; run once for each registration.' },
    );
  }
}

async function readPortalSide(sources: InputSources, context: ReadContext): Promise<Side<PortalReading>> {
  const { listener } = context;
  const startedMs = context.monotonicMs();
  listener.onProgress('portal', NOTHING_YET);
  const reading = await readPortal(context.database.second, {
    inputs: sources.portal,
    ...(sources.type === undefined ? {} : { type: sources.type }),
    gstins: sources.gstins,
    ...(sources.pan === undefined ? {} : { pan: sources.pan }),
    ...sources.portalPeriods,
    tempFolder: context.tempFolder,
    signal: context.signal,
    onProgress: (progress) => listener.onProgress('portal', progress),
  });
  listener.onRead('portal', reading.documents);
  return { reading, ms: context.monotonicMs() - startedMs };
}

async function readRegisters(
  sources: InputSources,
  context: ReadContext,
  ownGstin: string | undefined,
): Promise<Side<PurchaseReading>> {
  const { listener } = context;
  const startedMs = context.monotonicMs();
  listener.onProgress('purchases', NOTHING_YET);
  const reading = await readPurchases(context.database.main, {
    files: sources.purchases,
    ...(sources.mapping === undefined ? {} : { mapping: sources.mapping }),
    ...(ownGstin === undefined ? {} : { ownGstin }),
    tempFolder: context.tempFolder,
    signal: context.signal,
    onProgress: (progress) => listener.onProgress('purchases', progress),
  });
  listener.onRead('purchases', reading.lines);
  return { reading, ms: context.monotonicMs() - startedMs };
}

/** The own registration of the portal documents, when they are all of one. */
async function onlyRegistration(connection: DuckDBConnection): Promise<string | undefined> {
  const reader = await connection.runAndReadAll('SELECT DISTINCT own_gstin FROM portal LIMIT 2');
  const [only, second] = reader.getRows();
  const gstin = only?.[0];
  return second === undefined && typeof gstin === 'string' ? gstin : undefined;
}
